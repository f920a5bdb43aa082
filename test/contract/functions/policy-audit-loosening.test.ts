/** The built audit function: which edits count as loosening, by what else there is, and by what there was before. */
import { changeOf, startAuditFunction } from '../../support/functions/audit-function.ts';
import type { AuditFunction } from '../../support/functions/audit-function.ts';

let audit: AuditFunction;
beforeAll(async () => {
  audit = await startAuditFunction();
});
afterAll(() => audit.close());

type Fields = Readonly<Record<string, unknown>> | undefined;

/** Each case has paths of its own: the tables are the same. */
let last = 0;
const newPath = () => `/p${(last += 1)}`;

const put = (route: string, item: object) => audit.database.put('policy', { route, ...item });

async function verdictsOn(route: string, ...states: readonly Fields[]): Promise<unknown[]> {
  const changes = states.slice(1).map((state, index) => changeOf(route, states[index], state));
  for (const change of changes)
    expect(await audit.audit(change)).toEqual({ ok: true, value: { batchItemFailures: [] } });
  return (await audit.recordsOf(route)).map(({ loosened }) => loosened);
}

const STRICT = { acr: 'loa3' };
const WEAK = { acr: 'loa2' };
const LOOSER = 'acr asks for less';
const BROKEN = { arc: 'loa3' };
const AGAIN = `${LOOSER} than before it was removed or broken`;

describe('a removal', () => {
  test.each<[string, Fields, (path: string) => readonly [string, object][], (path: string) => string[]]>([
    ['that uncovers nothing closes its route', STRICT, () => [], () => []],
    [
      'that uncovers a weaker item of any method loosens',
      STRICT,
      (path) => [[`ANY ${path}/{id}`, WEAK]],
      (path) => [`ANY ${path}/{id} counts instead of GET ${path}/{id}: ${LOOSER}`],
    ],
    [
      'that uncovers a weaker wildcard loosens',
      STRICT,
      (path) => [[`GET ${path}/*`, WEAK]],
      (path) => [`GET ${path}/* counts instead of GET ${path}/{id}: ${LOOSER}`],
    ],
    ['that uncovers a stricter wildcard does not', WEAK, (path) => [[`GET ${path}/*`, STRICT]], () => []],
    [
      'that uncovers a stricter wildcard before a weaker one does not',
      WEAK,
      (path) => [
        [`GET ${path}/*`, STRICT],
        [`ANY ${path}/*`, {}],
      ],
      () => [],
    ],
    ['that uncovers an unusable item does not', STRICT, (path) => [[`ANY ${path}/*`, BROKEN]], () => []],
  ])('%s', async (_, item, others, expected) => {
    const path = newPath();
    for (const [route, other] of others(path)) await put(route, other);
    expect(await verdictsOn(`GET ${path}/{id}`, item, undefined)).toEqual([expected(path)]);
  });

  test('of an item for any method is assessed for the methods that have no item of their own', async () => {
    const path = newPath();
    const [own, wildcard] = [`GET ${path}/a`, `GET ${path}/*`];
    await put(own, STRICT);
    await put(wildcard, WEAK);
    expect(await verdictsOn(`ANY ${path}/a`, STRICT, undefined)).toEqual([[]]);
    await audit.database.remove('policy', { route: own });
    expect(await verdictsOn(`ANY ${path}/a`, STRICT, undefined)).toEqual([
      [],
      [`${wildcard} counts instead of ANY ${path}/a: ${LOOSER}`],
    ]);
  });

  test('is assessed with the items of that moment, even if they are gone in the same batch', async () => {
    const path = newPath();
    const [own, wildcard] = [`GET ${path}/a`, `ANY ${path}/*`];
    await audit.audit(changeOf(own, STRICT, undefined), changeOf(wildcard, WEAK, undefined));
    expect(await audit.recordsOf(own)).toMatchObject([
      { loosened: [`${wildcard} counts instead of ${own}: ${LOOSER}`] },
    ]);
    expect(await audit.recordsOf(wildcard)).toMatchObject([{ loosened: [] }]);
  });
});

describe('a new item', () => {
  test('that shadows a stricter one loosens; one that shadows a weaker one does not', async () => {
    const path = newPath();
    await put(`ANY ${path}/*`, WEAK);
    expect(await verdictsOn(`GET ${path}/open`, undefined, {})).toEqual([
      [`GET ${path}/open counts instead of ANY ${path}/*: ${LOOSER}`],
    ]);
    expect(await verdictsOn(`GET ${path}/closed`, undefined, STRICT)).toEqual([[]]);
    expect(await verdictsOn(`GET ${newPath()}`, undefined, {})).toEqual([[]]);
  });

  test('that shadows one with a group has to ask for what the group asks for', async () => {
    const path = newPath();
    await put('GROUP shadowed', { maxAge: 60 });
    await put(`ANY ${path}/*`, { group: 'shadowed', ...WEAK });
    expect(await verdictsOn(`GET ${path}/a`, undefined, WEAK)).toEqual([
      [`GET ${path}/a counts instead of ANY ${path}/*: maxAge asks for less`],
    ]);
    expect(await verdictsOn(`GET ${path}/b`, undefined, { group: 'shadowed', ...WEAK })).toEqual([[]]);
  });
});

describe('a group', () => {
  beforeAll(async () => {
    await put('GROUP strict', STRICT);
    await put('GROUP weak', WEAK);
  });

  test('that a route leaves, or changes for a weaker one, loosens the route', async () => {
    expect(await verdictsOn(`GET ${newPath()}`, { group: 'strict' }, {})).toEqual([[LOOSER]]);
    expect(await verdictsOn(`GET ${newPath()}`, { group: 'strict' }, { group: 'weak' })).toEqual([[LOOSER]]);
    expect(await verdictsOn(`GET ${newPath()}`, { group: 'weak' }, { group: 'strict' })).toEqual([[]]);
    expect(await verdictsOn(`GET ${newPath()}`, { group: 'strict' }, STRICT)).toEqual([[]]);
  });

  test('is compared with itself, also when it was deleted before', async () => {
    expect(await verdictsOn('GROUP changed', STRICT, WEAK, undefined, WEAK, undefined, {})).toEqual([
      [LOOSER],
      [],
      [],
      [],
      [AGAIN],
    ]);
  });

  test('that does not exist makes the route’s item invalid', async () => {
    const route = `GET ${newPath()}`;
    await audit.audit(changeOf(route, {}, { group: 'nobody' }));
    expect(await audit.recordsOf(route)).toMatchObject([{ valid: false, problems: ['group'], loosened: [] }]);
  });

  test('that was deleted before the route left it has been asked for all the same', async () => {
    await audit.audit(changeOf('GROUP gone', STRICT, undefined));
    expect(await verdictsOn(`GET ${newPath()}`, { group: 'gone' }, {})).toEqual([[LOOSER]]);
  });
});

describe('a loosening in two steps does not hide:', () => {
  test.each<[string, readonly Fields[], readonly string[][]]>([
    ['deleted, and put back weaker', [STRICT, undefined, WEAK], [[], [AGAIN]]],
    ['deleted, and put back as it was', [STRICT, undefined, STRICT], [[], []]],
    ['broken, and mended weaker', [STRICT, BROKEN, WEAK], [[], [AGAIN]]],
    ['broken, and mended as it was', [STRICT, BROKEN, STRICT], [[], []]],
    ['put into a group that does not exist, and taken out', [STRICT, { group: 'none' }, WEAK], [[], [AGAIN]]],
    [
      'broken, broken again, deleted, created broken, and mended weaker',
      [STRICT, BROKEN, { ...BROKEN, more: 1 }, undefined, BROKEN, WEAK],
      [[], [], [], [], [AGAIN]],
    ],
    ['never usable, and then weak', [BROKEN, { more: 1 }, WEAK], [[], []]],
    [
      'mended as it was, then broken, and mended weaker',
      [STRICT, BROKEN, STRICT, BROKEN, {}],
      [[], [], [], [AGAIN]],
    ],
  ])('%s', async (_, states, expected) => {
    expect(await verdictsOn(`GET ${newPath()}`, ...states)).toEqual(expected);
  });

  test('broken, and deleted from above a weaker wildcard', async () => {
    const path = newPath();
    await put(`ANY ${path}/*`, WEAK);
    expect(await verdictsOn(`GET ${path}/a`, STRICT, BROKEN, undefined)).toEqual([
      [],
      [`ANY ${path}/* counts instead of GET ${path}/a: ${AGAIN}`],
    ]);
  });

  test('broken by so much that the record could not hold what was there before', async () => {
    const rule = {
      when: 'risk.score >= 70',
      scopes: Array.from({ length: 32 }, (_, at) => `${at}`.padEnd(128, 's')),
      description: '€'.repeat(1024),
    };
    const rules = Array.from({ length: 16 }, () => rule);
    const large = { ...STRICT, rules, upcoming: { rules } };
    const junk = { junk: 'x'.repeat(200_000) };
    const route = `GET ${newPath()}`;
    expect(await verdictsOn(route, large, junk, undefined, {})).toEqual([
      [],
      [],
      ['what was asked for before is not on record'],
    ]);
    expect((await audit.recordsOf(route))[0]).toMatchObject({ omitted: { before: {} } });
  });
});
