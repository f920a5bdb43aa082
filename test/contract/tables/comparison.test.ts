/** The engine compares values as DynamoDB does, so that a write is made only on the item that was read. */
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { putIfUnchanged } from '../../../adapters/dynamodb/unchanged-item.ts';
import { sendIf } from '../../../adapters/dynamodb/send.ts';
import { createLocalClient, createTables } from '../../../local/dynamodb.ts';
import type { DynamoDB } from '../../../local/dynamodb.ts';
import { databaseAt } from '../../support/tables/database.ts';
import { tableOf } from '../../support/tables/tables.ts';
import { startEngine } from '../../support/tables/engine.ts';

let dynamodb: DynamoDB;
let client: DynamoDBClient;

beforeAll(async () => {
  dynamodb = await startEngine();
  client = createLocalClient(dynamodb.endpoint);
  await createTables(dynamodb.endpoint, [tableOf('items', 'id')]);
});
afterAll(async () => {
  client.destroy();
  await dynamodb.close();
});

const few = fc.constantFrom('a', 'b', 'c');
const numbers = fc.constantFrom('1', '2', '-3.5');
const setOf = <T>(member: fc.Arbitrary<T>) => fc.uniqueArray(member, { minLength: 1, maxLength: 3 });
const { value } = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    few.map((S) => ({ S })),
    numbers.map((N) => ({ N })),
    fc.boolean().map((BOOL) => ({ BOOL })),
    fc.constant({ NULL: true as const }),
    few.map((text) => ({ B: Buffer.from(text) })),
    setOf(few).map((SS) => ({ SS })),
    setOf(numbers).map((NS) => ({ NS })),
    setOf(few).map((texts) => ({ BS: texts.map((text) => Buffer.from(text)) })),
    fc.array(tie('value'), { maxLength: 3 }).map((L) => ({ L })),
    fc.dictionary(few, tie('value'), { maxKeys: 3 }).map((M) => ({ M })),
  ),
}));

/** A text that two values share if and only if DynamoDB finds them equal: sets have no order, lists have one. */
function nameOf(one: AttributeValue): string {
  const sorted = (texts: readonly string[]) => texts.toSorted().join();
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  if (one.M !== undefined)
    return `M{${sorted(Object.entries(one.M).map(([name, inner]) => `${name}:${nameOf(inner)}`))}}`;
  if (one.L !== undefined) return `L[${one.L.map(nameOf).join()}]`;
  if (one.SS !== undefined) return `SS${sorted(one.SS)}`;
  if (one.NS !== undefined) return `NS${sorted(one.NS)}`;
  if (one.BS !== undefined) return `BS${sorted(one.BS.map(text))}`;
  if (one.B !== undefined) return `B${text(one.B)}`;
  return JSON.stringify(one);
}

/** Whether a write on condition that the attribute is `expected` is made where it is `stored`. */
async function isEqual(stored: AttributeValue, expected: AttributeValue): Promise<boolean> {
  const item = { id: { S: 'one' }, value: stored };
  await client.send(new PutItemCommand({ TableName: 'items', Item: item }));
  return sendIf(
    client,
    new PutItemCommand({
      TableName: 'items',
      Item: { id: { S: 'one' } },
      ConditionExpression: '#v = :v',
      ExpressionAttributeNames: { '#v': 'value' },
      ExpressionAttributeValues: { ':v': expected },
    }),
  );
}

test('two values are equal if and only if all their members are, at any depth', async () => {
  await fc.assert(
    fc.asyncProperty(value, value, async (one, other) => {
      expect(await isEqual(one, other)).toBe(nameOf(one) === nameOf(other));
      expect(await isEqual(one, structuredClone(one))).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('a set has no order, and a list has one', async () => {
  expect(await isEqual({ SS: ['a', 'b'] }, { SS: ['b', 'a'] })).toBe(true);
  expect(await isEqual({ L: [{ S: 'a' }, { S: 'b' }] }, { L: [{ S: 'b' }, { S: 'a' }] })).toBe(false);
});

test('of two writers who have read the same item, one wins and the other gets a conflict, 50 times', async () => {
  const database = databaseAt(dynamodb.endpoint);
  const table = { client, table: 'items', partitionKey: 'id', attributes: ['upcoming'] };
  const item = (version: number, writer: string) => ({
    id: 'contended',
    version,
    rules: [{ when: 'risk.score > 70', then: { acr: ['loa2', 'loa3'] } }],
    writers: { [writer]: [version] },
  });
  await database.put('items', item(0, 'nobody'));
  for (let version = 1; version <= 50; version += 1) {
    const before = marshall({ ...(await database.get('items', { id: 'contended' })) });
    const wrote = await Promise.all(
      ['ann', 'bob'].map((writer) => putIfUnchanged(table, item(version, writer), before)),
    );
    expect(wrote.toSorted()).toEqual([false, true]);
    expect(await database.get('items', { id: 'contended' })).toEqual(
      item(version, wrote[0] === true ? 'ann' : 'bob'),
    );
  }
});
