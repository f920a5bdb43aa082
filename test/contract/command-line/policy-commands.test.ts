import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { marshall } from '@aws-sdk/util-dynamodb';
import { createTables } from '../../../local/dynamodb.ts';
import { policyWorld } from '../../support/admin/policy-world.ts';

/** As the record holds an item. */
const imageOf = (item: object) => JSON.stringify(marshall(item));

const { folder, table, endpoint, database, policy, apply, seed, stored } = policyWorld();

describe('policy put', () => {
  test('creates an item from flags, and notes the version, the time and the user of the pipeline', async () => {
    const run = await policy([
      'put',
      'post /payments',
      '--acr',
      'loa2',
      '--max-age',
      '300',
      '--grant-use',
      'once',
    ]);
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(run.out).toContain('+ POST /payments');
    expect(await database().scan(table())).toEqual([
      {
        route: 'POST /payments',
        acr: 'loa2',
        maxAge: 300,
        grant: { use: 'once' },
        version: 1,
        updatedAt: '2026-06-01T12:00:00.000Z',
        updatedBy: 'octocat',
      },
    ]);
  });

  test('keeps the fields of a grant that are not named', async () => {
    await seed({ 'GET /a': { acr: 'loa2', grant: { use: 'once', ttl: 60 } } });
    const run = await policy(['put', 'GET /a', '--keep', '--grant-bind', 'path']);
    expect(run).toMatchObject({ code: 0 });
    expect(await stored()).toEqual({
      'GET /a': { acr: 'loa2', grant: { use: 'once', ttl: 60, bind: 'path' } },
    });
  });

  test('counts beside a change that is in force, which is written into the item', async () => {
    const upcoming = { effectiveAt: '2026-05-01T00:00:00Z', acr: 'loa2', deny: false };
    await seed({ 'GET /a': { acr: 'loa1', maxAge: 300, upcoming } });
    const run = await policy(['put', 'GET /a', '--keep', '--deny']);
    expect(run).toMatchObject({ code: 0 });
    expect(await stored()).toEqual({ 'GET /a': { acr: 'loa2', maxAge: 300, deny: true } });
  });

  test('replaces the item as a whole, or keeps what is not named, and shows the difference', async () => {
    await seed({ 'GET /a': { acr: 'loa1', description: 'A', version: 7 } });
    const kept = await policy(['put', 'GET /a', '--keep', '--acr', 'loa2', '--by', 'ann']);
    expect(kept.out.split('\n')).toEqual([
      '~ GET /a',
      '    description: A',
      '  - acr: loa1',
      '  + acr: loa2',
      'version 8',
    ]);
    await policy(['put', 'GET /a', '--acr', 'loa3']);
    expect(await stored()).toEqual({ 'GET /a': { acr: 'loa3' } });
  });

  test('takes YAML and JSON from standard input and files, with rules and announced changes', async () => {
    const rules = [{ when: 'risk.score >= 70', acr: 'loa3' }];
    const yaml = 'acr: loa1 # comment\nrules:\n  - when: risk.score >= 70\n    acr: loa3\n';
    expect(await policy(['put', 'GET /yaml'], { input: yaml })).toMatchObject({ code: 0 });
    writeFileSync(join(folder, 'one.json'), JSON.stringify({ upcoming: { acr: 'loa2' } }));
    expect(await policy(['put', 'GET /json', '--file', join(folder, 'one.json')])).toMatchObject({
      code: 0,
    });
    expect(await stored()).toEqual({
      'GET /yaml': { acr: 'loa1', rules },
      'GET /json': { upcoming: { acr: 'loa2' } },
    });
  });

  test('refuses an item that closes its route by a mistake, with exit code 3, and writes nothing', async () => {
    const run = await policy(['put', 'GET /a', '--acr', 'loa9']);
    expect(run).toMatchObject({
      code: 3,
      err: expect.stringContaining('acr: not a word of the acr vocabulary'),
    });
    expect(await stored()).toEqual({});
  });

  test('refuses to overwrite a change made after the version that was read', async () => {
    await seed({ 'GET /a': { acr: 'loa1', version: 3, updatedAt: '2026-05-31', updatedBy: 'bob' } });
    const run = await policy(['put', 'GET /a'], { input: 'acr: loa2\nversion: 2' });
    expect(run.code).toBe(1);
    expect(run.err).toContain('conflict: GET /a was changed by bob at 2026-05-31 (version 3 now)');
    expect(await policy(['put', 'GET /a'], { input: 'acr: loa2\nversion: 3' })).toMatchObject({ code: 0 });
  });

  test('wants something to put', async () => {
    expect((await policy(['put', 'GET /a'])).err).toContain('nothing was given for GET /a');
    expect((await policy(['put', '/a', '--deny'])).err).toContain('"/a" is no route: write METHOD /template');
  });
});

test('what export writes, apply takes and diff finds equal, with any fields in the items', async () => {
  await seed({
    'GROUP g': { acr: 'loa1' },
    'GET /a': {
      group: 'g',
      description: 'a: "b" # no\ncomment',
      scopes: ['on', '1e3', 'null'],
      maxAge: 60,
    },
    'ANY /b/*': { grant: { use: 'once', ttl: 30 }, acr: 'loa2', version: 4, updatedBy: 'x' },
  });
  const before = await stored();
  const yaml = (await policy(['export'])).out;
  const json = (await policy(['export', '--json', '--versions'])).out;
  expect(JSON.parse(json)).toContainEqual(expect.objectContaining({ route: 'ANY /b/*', version: 4 }));
  for (const text of [yaml, json]) {
    expect(await policy(['diff', '-'], { input: text })).toMatchObject({ code: 0, out: '' });
  }
  for (const route of Object.keys(before)) await database().remove(table(), { route });
  expect(await policy(['diff', '-', '--json'], { input: yaml })).toMatchObject({ code: 2 });
  expect(await apply(yaml, '--yes')).toMatchObject({ code: 0 });
  expect(await stored()).toEqual(before);
});

test('an exported version keeps apply from overwriting an item that was changed since', async () => {
  await policy(['put', 'GET /a', '--acr', 'loa1']);
  const { out } = await policy(['export', '--versions']);
  await policy(['put', 'GET /a', '--acr', 'loa2', '--by', 'bob']);
  const run = await apply(out.replace('loa1', 'loa3'), '--yes');
  expect(run).toMatchObject({ code: 1, err: expect.stringContaining('changed by bob') });
});

test('list and get read items as they stand, those that are no policy too', async () => {
  await seed({ 'GET /a': { acr: 'loa2', rules: [1, 2] }, 'GROUP g': { nonsense: true, deny: true } });
  // Of the deployments: no policy, and none of an administrator's business.
  await seed({ SEEDS: { seeds: ['GET /a'] } });
  expect((await policy(['list'])).out.split('\n')).toEqual([
    'GROUP g  closed, nonsense true',
    'GET /a  acr loa2, rules 2',
  ]);
  expect(JSON.parse((await policy(['list', '--json'])).out)).toHaveLength(2);
  expect((await policy(['get', 'GET /a'])).out).toBe('route: GET /a\nacr: loa2\nrules:\n  - 1\n  - 2');
  expect(await policy(['get', 'GET /none'])).toMatchObject({ code: 1 });
});

test('policy lint says once which table it has checked, and where that is', async () => {
  await seed({ 'GET /a': { acr: 'loa1' } });
  const { out } = await policy(['lint']);
  expect(out.split('\n').at(-1)).toBe(
    `0 errors, 0 warnings in the policies of table ${table()} at ${endpoint()}`,
  );
});

describe('the record of changes', () => {
  const at = (minute: number) => `2026-06-01T12:0${minute}:00Z`;
  const recorded = async () => {
    await createTables(endpoint(), [
      {
        create: {
          TableName: `${table()}-audit`,
          KeySchema: [
            { AttributeName: 'route', KeyType: 'HASH' },
            { AttributeName: 'change', KeyType: 'RANGE' },
          ],
          AttributeDefinitions: [
            { AttributeName: 'route', AttributeType: 'S' },
            { AttributeName: 'change', AttributeType: 'S' },
          ],
          BillingMode: 'PAY_PER_REQUEST',
        },
      },
    ]);
    const route = 'GET /a';
    const [one, two] = [
      { route, acr: 'loa3', version: 1 },
      { route, acr: 'loa1', version: 2 },
    ];
    await database().put(`${table()}-audit`, {
      route,
      change: at(1),
      at: at(1),
      event: 'created',
      after: imageOf(one),
      valid: true,
      assertedBy: 'ann',
    });
    await database().put(`${table()}-audit`, {
      route,
      change: at(2),
      at: at(2),
      event: 'changed',
      before: imageOf(one),
      after: imageOf(two),
      valid: true,
      loosened: ['acr asks for less'],
    });
    await database().put(table(), two);
    return { environment: { AUDIT_TABLE: `${table()}-audit` } };
  };

  test('is shown newest first, and rolled back to', async () => {
    const world = await recorded();
    const { out } = await policy(['history', 'GET /a'], world);
    expect(out).toMatch(
      /^1\. 2026-06-01T12:02:00Z changed by an unnamed writer[^]*loosened: acr asks for less[^]*2\. .*created by ann/,
    );
    expect(await policy(['rollback', 'GET /a'], world)).toMatchObject({ code: 0 });
    expect(await database().scan(table())).toEqual([
      expect.objectContaining({ acr: 'loa3', version: 3, updatedBy: 'octocat' }),
    ]);
    // What was written last is not on record yet.
    const early = await policy(['rollback', 'GET /a', '--changes', '2'], world);
    expect(early).toMatchObject({ code: 1, err: expect.stringContaining('not in the record yet') });
    expect(await database().scan(table())).toEqual([expect.objectContaining({ version: 3 })]);
    await database().put(table(), { route: 'GET /a', acr: 'loa1', version: 2 });
    expect(await policy(['rollback', 'GET /a', '--changes', '2'], world)).toMatchObject({ code: 0 });
    expect(await stored()).toEqual({});
    expect(await policy(['rollback', 'GET /a', '--changes', '3'], world)).toMatchObject({ code: 1 });
  });

  test('is not rolled back to where it was too large to be kept', async () => {
    const world = await recorded();
    const omitted = { before: { bytes: 390_000, note: 'too large for a record' } };
    await database().put(`${table()}-audit`, {
      route: 'GET /a',
      change: at(3),
      at: at(3),
      event: 'changed',
      omitted,
    });
    expect((await policy(['rollback', 'GET /a'], world)).err).toContain('too large for the record');
    expect(await stored()).not.toEqual({});
  });

  test('is said to be missing where there is none', async () => {
    expect((await policy(['history', 'GET /a'])).err).toContain('has no record of changes');
  });
});
