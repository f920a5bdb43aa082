import { hashParts } from '../../adapters/hash.ts';
import { TABLES } from '../../core/contract.ts';
import { administration } from '../../admin/administration.ts';
import { createAdminDesk } from '../../console/server/admin-desk.ts';
import type { AdminDesk } from '../../console/server/admin-desk.ts';
import { startAdminWorld } from '../support/admin/admin-world.ts';
import type { AdminWorld } from '../support/admin/admin-world.ts';

const ACR = 'urn:example:loa:2';
const RECORDED = { updatedAt: { a: 1 }, updatedBy: 'a\n\nacr: y' };
const NOW = 1_790_000_000;

const admin = administration((_, cause) => {
  throw cause;
});

let world: AdminWorld;
let desk: AdminDesk;

beforeAll(async () => {
  world = await startAdminWorld([
    { route: 'POST /payments/{id}', acr: ACR },
    { route: 'GROUP a', ...RECORDED, acr: ACR, scopes: ['updatedBy: z'] },
  ]);
  const { issuer } = world.issuer;
  desk = createAdminDesk({ admin, connection: () => world.connection, issuer, now: () => NOW });
});

afterAll(() => world.close());

describe('a route of the page that is none', () => {
  test.each(['--help', '-h', '--version', '--endpoint=http://evil.example', '-', '--'])(
    '%s is refused by its code, and nothing is written',
    async (route) => {
      const { stamp, text } = await desk.text(route);
      const message: unknown = expect.stringContaining(`"${route}" is no route`);
      const refused = { message, code: 'route_malformed' };
      const seen = { route, stamp, loosen: false };
      expect(text).toBe('');
      await expect(desk.write({ ...seen, fields: `acr: ${ACR}` })).rejects.toMatchObject(refused);
      await expect(desk.remove(seen)).rejects.toMatchObject(refused);
      await expect(desk.history(route)).rejects.toMatchObject(refused);
      expect(await desk.list()).toHaveLength(2);
    },
  );
});

test('the editor shows an item without its key and without the record of its write', async () => {
  expect((await desk.text('GROUP a')).text).toBe(`acr: ${ACR}\nscopes:\n  - "updatedBy: z"\n`);
});

test('a change that loosens is not made without consent, and says so by its code', async () => {
  const { stamp } = await desk.text('POST /payments/{id}');
  const looser = 'acr: urn:example:loa:1\n';
  expect(await desk.review('POST /payments/{id}', looser)).toMatchObject({ stamp, verdict: 'loosens' });
  const change = { route: 'POST /payments/{id}', fields: looser, stamp, loosen: false };
  await expect(desk.write(change)).rejects.toMatchObject({ code: 'policy_loosens' });
  expect((await desk.text('POST /payments/{id}')).stamp).toBe(stamp);
});

test('a text that is not YAML is refused at its line', async () => {
  const review = await desk.review('POST /payments/{id}', `acr: ${ACR}\nscopes: [`);
  expect(review).toMatchObject({ verdict: 'refused', findings: [{ rule: 'syntax', line: 2 }] });
});

test('a change of an item that was changed meanwhile is not made', async () => {
  const fields = `acr: ${ACR}\nmaxAge: 60\n`;
  const change = { route: 'POST /payments/{id}', fields, stamp: 'of an older item', loosen: false };
  await expect(desk.write(change)).rejects.toMatchObject({ code: 'policy_conflict' });
  expect((await desk.text('POST /payments/{id}')).text).toBe(`acr: ${ACR}\n`);
});

test('the removal of an item that another writer has removed is not made, and says so', async () => {
  const seen = { route: 'GET /accounts', stamp: 'of a removed item', loosen: false };
  await expect(desk.remove(seen)).rejects.toMatchObject({ code: 'policy_conflict' });
});

test('a version of another item is refused in the review, as in the write', async () => {
  const text = `acr: ${ACR}\nversion: 7\n`;
  const { stamp } = await desk.text('POST /payments/{id}');
  expect(await desk.review('POST /payments/{id}', text)).toMatchObject({ verdict: 'refused' });
  const change = { route: 'POST /payments/{id}', fields: text, stamp, loosen: false };
  await expect(desk.write(change)).rejects.toMatchObject({ code: 'policy_conflict' });
});

test('an explanation names a risk item that cannot be read by its code', async () => {
  const { issuer } = world.issuer;
  await world.database.put('risk', { id: hashParts(issuer, 'alice'), score: 'high' });
  const explained = await admin.explainRequest(world.connection, {
    request: { method: 'POST', path: '/payments/1', query: [], headers: [], ip: undefined },
    caller: { claims: { iss: issuer, sub: 'alice' } },
    now: NOW,
  });
  expect(explained).toMatchObject({ ok: false, error: { code: 'risk_unreadable' } });
});

test('a mistake that a change of a group makes in another item is shown with the key of that item', async () => {
  await world.database.put('policy', { route: 'GET /b', group: 'b', acrValues: [ACR] });
  await world.database.put('policy', { route: 'GROUP b', acrValues: [ACR] });
  const review = await desk.review('GROUP b', 'acrValues: [urn:example:loa:3]\n');
  expect(review).toMatchObject({ verdict: 'refused', findings: [{ route: 'GET /b', severity: 'error' }] });
});

test('a risk that has expired is none, and one that cannot be read is refused by its code', async () => {
  const { issuer } = world.issuer;
  await world.database.put('risk', { id: hashParts(issuer, 'bob'), score: 90, expiresAt: NOW - 1 });
  expect(await desk.risk('bob')).toEqual({});
  await world.database.put('risk', { id: hashParts(issuer, 'bob'), score: 'high' });
  await expect(desk.risk('bob')).rejects.toMatchObject({ code: 'risk_unreadable' });
  await desk.clearRisk('bob');
  expect(await desk.risk('bob')).toEqual({});
});

test('a grant that is not there cannot be revoked', async () => {
  const id = 'a'.repeat(64);
  await expect(desk.revokeGrant(id)).rejects.toMatchObject({ code: 'no_such_grant', facts: { id } });
});

test('a score leaves the revocation of another writer as it is', async () => {
  const { issuer } = world.issuer;
  await admin.revokeSignIns(world.connection, { subject: 'carol', issuer, before: NOW - 60, now: NOW });
  await desk.setRisk('carol', { score: 80, level: 'high' });
  expect(await desk.risk('carol')).toMatchObject({ score: 80, revokedBefore: NOW - 60 });
});

test('a revocation of the page is one of an administrator: no risk engine takes it away', async () => {
  const { issuer } = world.issuer;
  await desk.setRisk('dave', { revokedBefore: NOW - 60 });
  await world.database.put('risk', { id: hashParts(issuer, 'dave'), score: 80, expiresAt: NOW - 1 });
  expect(await desk.risk('dave')).toEqual({ revokedBefore: NOW - 60 });
  await desk.setRisk('dave', { revokedBefore: NOW - 600, score: 20 });
  expect(await desk.risk('dave')).toMatchObject({ score: 20, revokedBefore: NOW - 60 });
  await desk.clearRisk('dave');
  expect(await desk.risk('dave')).toEqual({});
});

test('a table that is throttled for a moment is no mistake of the text: the review is refused', async () => {
  const throttled = Object.assign(new Error('slow down'), { name: 'ThrottlingException', $fault: 'client' });
  const { middlewareStack } = world.connection.dynamodb;
  middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        if (commandName === 'ScanCommand') throw throttled;
        return next(args);
      },
    { step: 'initialize', name: 'throttled' },
  );
  const review = desk.review('GET /accounts', `acr: ${ACR}`);
  await expect(review).rejects.toMatchObject({ code: 'aws_refused' });
  middlewareStack.remove('throttled');
});

test('a grant of another version is revoked, and the use of a once-only grant stays', async () => {
  const [grant, use] = ['b'.repeat(64), 'c'.repeat(64)];
  const kept = { subject: 'alice', target: 'GET /a', issuedAt: NOW, expiresAt: NOW + 60 };
  await world.database.put('grant', { id: grant, [TABLES.grant.subjectIndexKey]: 'h', ...kept, more: 1 });
  await world.database.put('grant', { id: use, expiresAt: NOW + 60 });
  await desk.revokeGrant(grant);
  await expect(desk.revokeGrant(use)).rejects.toMatchObject({ code: 'no_such_grant' });
  expect(await world.database.scan('grant')).toMatchObject([{ id: use }]);
});
