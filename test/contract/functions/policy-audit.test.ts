/** The built audit function: what it records of each kind of change in the stream. */
import { createHash } from 'node:crypto';
import { changeOf, rawChange, startAuditFunction } from '../../support/functions/audit-function.ts';
import type { AuditFunction } from '../../support/functions/audit-function.ts';

let audit: AuditFunction;
beforeAll(async () => {
  audit = await startAuditFunction();
});
afterAll(() => audit.close());

const DONE = { ok: true, value: { batchItemFailures: [] } };
/** What the items hold and no log may show. */
const CONFIDENTIAL = 'confidential-4711';

describe('what is kept', () => {
  const route = 'GET /kept';
  const [first, second] = [
    { acr: 'loa2', updatedBy: 'alice', description: CONFIDENTIAL },
    { acr: 'loa3', updatedBy: 'bob' },
  ];

  test('each change with the item before and after it, in order', async () => {
    expect(
      await audit.audit(
        changeOf(route, undefined, first),
        changeOf(route, first, second),
        changeOf(route, second, undefined),
      ),
    ).toEqual(DONE);
    const texts = [
      `{"acr":{"S":"loa2"},"description":{"S":"${CONFIDENTIAL}"},"route":{"S":"${route}"},"updatedBy":{"S":"alice"}}`,
      `{"acr":{"S":"loa3"},"route":{"S":"${route}"},"updatedBy":{"S":"bob"}}`,
    ];
    const common = { route, at: '2026-09-21T14:13:20.000Z', loosened: [], eventId: expect.any(String) };
    const change = expect.stringMatching(/^2026-09-21T14:13:20\.000Z#0{18}44215845\d{14}$/);
    expect(await audit.recordsOf(route)).toEqual([
      { ...common, change, event: 'created', after: texts[0], valid: true, assertedBy: 'alice' },
      {
        ...common,
        change,
        event: 'changed',
        before: texts[0],
        after: texts[1],
        valid: true,
        assertedBy: 'bob',
      },
      { ...common, change, event: 'removed', before: texts[1] },
    ]);
  });

  test('a log line that names the route, and nothing that the item holds', () => {
    const { text } = audit.log();
    expect(text).toContain(route);
    expect(text).not.toContain(CONFIDENTIAL);
    expect(text).not.toContain('alice');
  });

  test('once, however often it is delivered; and it is counted again', async () => {
    const change = changeOf('GET /again', { maxAge: 60 }, { maxAge: 90 });
    expect(await audit.audit(change)).toEqual(DONE);
    const kept = await audit.recordsOf('GET /again');
    audit.log();
    expect(await audit.audit(change, change)).toEqual(DONE);
    expect(await audit.recordsOf('GET /again')).toEqual(kept);
    expect(audit.log().metrics).toMatchObject({ PolicyEditLoosened: 2 });
  });

  test('as it was assessed first, even if the assessment would differ now', async () => {
    await audit.database.put('policy', { route: 'ANY /first/*' });
    const change = changeOf('GET /first/a', { acr: 'loa2' }, undefined);
    await audit.audit(change);
    await audit.database.remove('policy', { route: 'ANY /first/*' });
    expect(await audit.audit(change)).toEqual(DONE);
    expect(await audit.recordsOf('GET /first/a')).toMatchObject([
      { loosened: ['ANY /first/* counts instead of GET /first/a: acr asks for less'] },
    ]);
  });

  test('what an event has besides is ignored', async () => {
    const change = changeOf('GET /besides', undefined, {});
    expect(
      await audit.invoke({
        Records: [{ ...change, userIdentity: { type: 'Service' }, later: 1 }],
        window: {},
      }),
    ).toEqual(DONE);
    expect(await audit.recordsOf('GET /besides')).toMatchObject([{ event: 'created', valid: true }]);
  });

  test('an attribute by the name __proto__, which makes the item invalid', async () => {
    const image: unknown = JSON.parse(
      '{"route":{"S":"GET /proto"},"__proto__":{"M":{"__proto__":{"N":"1"}}}}',
    );
    expect(await audit.audit(rawChange('GET /proto', undefined, image))).toEqual(DONE);
    expect(await audit.recordsOf('GET /proto')).toMatchObject([
      {
        after: '{"__proto__":{"M":{"__proto__":{"N":"1"}}},"route":{"S":"GET /proto"}}',
        valid: false,
        problems: ['__proto__'],
      },
    ]);
  });

  test('a binary acr is not the word that it spells', async () => {
    const B = Buffer.from('loa2').toString('base64');
    const image = { route: { S: 'GET /binary' }, acr: { B } };
    expect(await audit.audit(rawChange('GET /binary', undefined, image))).toEqual(DONE);
    expect(await audit.recordsOf('GET /binary')).toMatchObject([{ valid: false, problems: ['acr'] }]);
  });
});

describe('an item of 400 KB', () => {
  const huge = { description: CONFIDENTIAL.padEnd(395_000, 'x') };
  const digestOf = (route: string) => {
    const text = JSON.stringify({ description: { S: huge.description }, route: { S: route } });
    return {
      bytes: text.length,
      sha256: createHash('sha256').update(text).digest('hex'),
      note: expect.stringContaining('backups'),
    };
  };

  test('is kept as a digest, beside what was there before', async () => {
    const route = 'GET /huge';
    expect(await audit.audit(changeOf(route, { acr: 'loa2' }, huge))).toEqual(DONE);
    const [record] = await audit.recordsOf(route);
    expect(record).toMatchObject({
      valid: false,
      problems: ['description'],
      omitted: { after: digestOf(route) },
    });
    expect(record).toHaveProperty('before', '{"acr":{"S":"loa2"},"route":{"S":"GET /huge"}}');
    expect(record).not.toHaveProperty('after');
  });

  test('in the place of another, or of many fields with long names, or of lists: the write does not fail', async () => {
    const fields = Object.fromEntries(
      Array.from({ length: 3 }, (_, at) => [`${'n'.repeat(60_000)}${at}`, true]),
    );
    const listed = { scopes: Array.from({ length: 40_000 }, () => 's') };
    expect(
      await audit.audit(
        changeOf('GET /many', huge, huge),
        changeOf('GET /many', huge, fields),
        changeOf('GET /many', fields, listed),
      ),
    ).toEqual(DONE);
    const digest = digestOf('GET /many');
    expect(await audit.recordsOf('GET /many')).toMatchObject([
      { omitted: { before: digest, after: digest } },
      { omitted: { before: digest }, after: expect.any(String) },
      { valid: false, problems: ['scopes'], omitted: { after: { bytes: expect.any(Number) } } },
    ]);
    expect(audit.log().text).not.toContain(CONFIDENTIAL);
  });
});

describe('an image that is none', () => {
  const deep = (levels: number): unknown => (levels === 0 ? { S: '' } : { M: { a: deep(levels - 1) } });

  test.each<[string, unknown]>([
    ['text', CONFIDENTIAL],
    ['nothing', null],
    ['a list', []],
    ['plain values', { route: 'GET /x' }],
    ['an attribute of no type', { a: {} }],
    ['an attribute of two types', { a: { S: 'x', N: '1' } }],
    ['an attribute of an unknown type', { a: { X: '1' } }],
    ['a number that is no text', { a: { N: 1 } }],
    ['a list that is none', { a: { L: { S: '' } } }],
    ['a map that is a list', { a: { M: [] } }],
    ['an attribute that is null', { a: null }],
    ['32 levels, as deep as DynamoDB takes them', { a: deep(31) }],
    ['100 levels', { a: deep(100) }],
    ['2,000 levels', { a: deep(2_000) }],
  ])('%s: kept, as an invalid item', async (name, image) => {
    const route = `GET /${name.replace(/\W/g, '-')}`;
    expect(await audit.audit(rawChange(route, image, image))).toEqual(DONE);
    expect(await audit.recordsOf(route)).toMatchObject([
      { event: 'changed', before: expect.any(String), valid: false, loosened: [] },
    ]);
    const { metrics, text } = audit.log();
    expect(metrics).toEqual({ PolicyEditInvalid: 1 });
    expect(text).not.toContain(CONFIDENTIAL);
  });

  test.each(['foo', 'GET', 'FOO /x', 'GROUP ', `${'A'.repeat(1_000)} /x`, `GET /${'a/'.repeat(1_000)}`])(
    'a key that is none (%#): kept, as an invalid item, and its removal as well',
    async (route) => {
      const item = { acr: 'loa2' };
      expect(await audit.audit(changeOf(route, undefined, item), changeOf(route, item, undefined))).toEqual(
        DONE,
      );
      expect(await audit.recordsOf(route)).toMatchObject([
        { event: 'created', valid: false, problems: ['route'] },
        { event: 'removed', loosened: [] },
      ]);
    },
  );
});

describe('a record that is none', () => {
  const good = (route: string) => changeOf(route, undefined, {});
  const spoilt = (fields: object, dynamodb: object = {}) => {
    const record = rawChange('GET /spoilt', undefined, { route: { S: 'GET /spoilt' } });
    return { ...record, ...fields, dynamodb: { ...record.dynamodb, ...dynamodb } };
  };

  test.each<[string, ReturnType<typeof spoilt>]>([
    ['an event that is none', spoilt({ eventName: CONFIDENTIAL })],
    ['no key', spoilt({}, { Keys: {} })],
    ['no time', spoilt({}, { ApproximateCreationDateTime: undefined })],
    ['a time in milliseconds', spoilt({}, { ApproximateCreationDateTime: 1_790_000_000_000 })],
    ['a stream without old images', spoilt({}, { StreamViewType: 'NEW_IMAGE' })],
  ])('%s: what came before it is kept, and it is to come again', async (name, record) => {
    const [before, behind] = [`GET /before/${name}`, `GET /behind/${name}`].map((one) =>
      one.replaceAll(/(?<=\/.*) /g, '-'),
    );
    audit.log();
    expect(await audit.audit(good(before ?? ''), record, good(behind ?? ''))).toEqual({
      ok: true,
      value: { batchItemFailures: [{ itemIdentifier: record.dynamodb.SequenceNumber }] },
    });
    expect(await audit.recordsOf(before ?? '')).toHaveLength(1);
    expect(await audit.recordsOf(behind ?? '')).toEqual([]);
    const { metrics, text } = audit.log();
    expect(metrics).toMatchObject({ PolicyAuditFailed: 1 });
    expect(text).not.toContain(CONFIDENTIAL);
  });

  test.each<[string, unknown]>([
    ['a record without a number', { Records: [spoilt({}, { SequenceNumber: undefined })] }],
    ['no record', { Records: [CONFIDENTIAL] }],
    ['no batch', { Records: CONFIDENTIAL }],
    ['nothing', null],
  ])('%s: the function fails, so that the alarm rings', async (_, event) => {
    audit.log();
    expect(await audit.invoke(event)).toMatchObject({ ok: false });
    expect(audit.log().text).not.toContain(CONFIDENTIAL);
  });
});

test('where the audit table cannot be written, the change is to come again', async () => {
  const nowhere = await startAuditFunction('nowhere');
  try {
    const change = rawChange('GET /a', undefined, { route: { S: 'GET /a' } });
    expect(await nowhere.audit(change)).toEqual({
      ok: true,
      value: { batchItemFailures: [{ itemIdentifier: change.dynamodb.SequenceNumber }] },
    });
    const { metrics, text } = nowhere.log();
    expect(metrics).toEqual({ PolicyAuditFailed: 1 });
    expect(text).toContain('ResourceNotFoundException');
  } finally {
    await nowhere.close();
  }
});
