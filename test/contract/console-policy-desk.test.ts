import { hashParts } from '../../adapters/hash.ts';
import { administration } from '../../admin/administration.ts';
import { createPolicyDesk } from '../../console/server/policy-desk.ts';
import type { PolicyDesk } from '../../console/server/policy-desk.ts';
import { startAdminWorld } from '../support/admin/admin-world.ts';
import type { AdminWorld } from '../support/admin/admin-world.ts';

const ACR = 'urn:example:loa:2';
const RECORDED = { updatedAt: { a: 1 }, updatedBy: 'a\n\nacr: y' };
const NOW = 1_790_000_000;

const admin = administration((_, cause) => {
  throw cause;
});

let world: AdminWorld;
let desk: PolicyDesk;

beforeAll(async () => {
  world = await startAdminWorld([
    { route: 'POST /payments/{id}', acr: ACR },
    { route: 'GROUP a', ...RECORDED, acr: ACR, scopes: ['updatedBy: z'] },
  ]);
  desk = createPolicyDesk({ admin, connect: () => Promise.resolve(world.connection), now: () => NOW });
});

afterAll(() => world.close());

describe('a route of the page that is none', () => {
  test.each(['--help', '-h', '--version', '--endpoint=http://evil.example', '-', '--'])(
    '%s is refused by its code, and nothing is written',
    async (route) => {
      const { stamp, text } = await desk.text(route);
      const problem: unknown = expect.stringContaining(`"${route}" is no route`);
      const refused = { kind: 'refused', problem, code: 'route_malformed' };
      expect(text).toBe('');
      expect(await desk.write(route, { text: `acr: ${ACR}`, stamp }, false)).toEqual(refused);
      expect(await desk.remove(route, stamp, false)).toEqual(refused);
      expect(await desk.history(route)).toEqual({ error: problem });
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
  const refused = { kind: 'refused', code: 'policy_loosens' };
  expect(await desk.write('POST /payments/{id}', { text: looser, stamp }, false)).toMatchObject(refused);
  expect((await desk.text('POST /payments/{id}')).stamp).toBe(stamp);
});

test('a text that is not YAML is refused at its line', async () => {
  const review = await desk.review('POST /payments/{id}', `acr: ${ACR}\nscopes: [`);
  expect(review).toMatchObject({ verdict: 'refused', findings: [{ rule: 'syntax', line: 2 }] });
});

test('a change of an item that was changed meanwhile is not made', async () => {
  const seen = { text: `acr: ${ACR}\nmaxAge: 60\n`, stamp: 'of an older item' };
  expect(await desk.write('POST /payments/{id}', seen, false)).toMatchObject({ kind: 'changed' });
  expect((await desk.text('POST /payments/{id}')).text).toBe(`acr: ${ACR}\n`);
});

test('the removal of an item that another writer has removed is not made, and says so', async () => {
  expect(await desk.remove('GET /accounts', 'of a removed item', false)).toEqual({ kind: 'changed' });
});

test('a version of another item is refused in the review, as in the write', async () => {
  const text = `acr: ${ACR}\nversion: 7\n`;
  const { stamp } = await desk.text('POST /payments/{id}');
  expect(await desk.review('POST /payments/{id}', text)).toMatchObject({ verdict: 'refused' });
  const written = await desk.write('POST /payments/{id}', { text, stamp }, false);
  expect(written).toMatchObject({ kind: 'refused', code: 'policy_conflict' });
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
