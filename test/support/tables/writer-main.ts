/**
 * Writes to embedded tables in a folder: `node writer-main.ts OPTIONS`. First prints `{}`, and then the number of each write
 * once it is acknowledged. Several writes are under way at the same time, on few items.
 */
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { createLocalClient, createTables, startDynamoDB } from '../../../local/dynamodb.ts';
import { streamed } from './tables.ts';

const WRITERS = 8;
const ITEMS = 5;

const options = v.parse(
  v.strictObject({ dataDir: v.string(), table: v.string(), writes: v.number() }),
  JSON.parse(process.argv[2] ?? '{}'),
);
const { endpoint } = await startDynamoDB({ dataDir: options.dataDir });
await createTables(endpoint, [streamed(options.table)]);
console.log('{}');

const client = createLocalClient(endpoint);
let next = 0;
async function write(): Promise<void> {
  while (next < options.writes) {
    const number = next;
    next += 1;
    const Item = { id: { S: `item-${number % ITEMS}` }, number: { N: String(number) } };
    await client.send(new PutItemCommand({ TableName: options.table, Item }));
    console.log(number);
  }
}
await Promise.all(Array.from({ length: WRITERS }, write));
