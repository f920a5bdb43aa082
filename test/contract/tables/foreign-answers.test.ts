/** An answer that is not one of DynamoDB is an error in every call, and never an empty table or a write that succeeded. */
import { batchRead } from '../../../adapters/dynamodb/batch-read.ts';
import type { DynamoDBClient } from '../../../adapters/dynamodb/client.ts';
import { deleteItem, getItem, updateItem } from '../../../adapters/dynamodb/items.ts';
import { createLocalClient } from '../../../adapters/dynamodb/loopback-client.ts';
import { queryPages, scanPages } from '../../../adapters/dynamodb/pages.ts';
import { deleteIfUnchanged, putIfUnchanged } from '../../../adapters/dynamodb/unchanged-item.ts';
import { answerText } from '../../support/tables/faults.ts';
import { startDynamoDBProxy } from '../../support/tables/proxy.ts';
import type { DynamoDBProxy } from '../../support/tables/proxy.ts';

let other: DynamoDBProxy;
let client: DynamoDBClient;

beforeAll(async () => {
  other = await startDynamoDBProxy('http://127.0.0.1:9');
  client = createLocalClient(other.endpoint);
});
afterAll(async () => {
  client.destroy();
  await other.close();
});

const place = { table: 'grant', key: { id: 'a' } };
const match = { attribute: 'id', value: 'a' };
const item = { id: { S: 'a' } };
const compared = () => ({ client, table: 'grant', partitionKey: 'id', attributes: [] });

const CALLS: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['a read', () => getItem(client, place)],
  ['a batch', () => batchRead(client, ['a'], { table: 'grant', partitionKey: 'id', mostAttempts: 1 })],
  ['a scan', () => scanPages(client, 'grant', undefined).next()],
  ['a query', () => queryPages(client, { table: 'grant', match }).next()],
  ['a deletion', () => deleteItem(client, place)],
  ['an update', () => updateItem(client, place, { set: { score: 1 }, remove: [] })],
  ['a new item', () => putIfUnchanged(compared(), { id: 'a' }, undefined)],
  ['a replaced item', () => putIfUnchanged(compared(), { id: 'a' }, item)],
  ['a deletion on condition', () => deleteIfUnchanged(compared(), 'a', item)],
];

test.each(CALLS)('%s', async (_, call) => {
  for (const text of ['{}', '{"Items":[],"Count":0}', '{"Item":{"id":{"S":"a"}}}', '']) {
    other.inject(answerText(text));
    await expect(call()).rejects.toThrow('the answer is not one of DynamoDB');
  }
});
