/**
 * The second part of `npm run bench`: whether a decision takes longer when more routes have a policy. It calls the same
 * authorizer in turns on two tables, one with ten items and one with 100,000.
 */
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { createLocalClient, startDynamoDB } from '../local/dynamodb.ts';
import {
  createEmptyTables,
  event,
  loadHandler,
  median,
  silently,
  startIssuer,
  timed,
} from './authorizer-under-test.ts';

const [FEW, MANY] = [10, 100_000];
const ROUNDS = 2_000;
const WARM_UP = 500;

const issuer = await startIssuer();
const database = await startDynamoDB();
console.log(database.notice);
await createEmptyTables(database.endpoint, ['few', 'many']);
await fill('few', FEW);
await fill('many', MANY);
const token = issuer.token({ sub: 'alice', acr: 'loa2' });
const few = loadHandler(database.endpoint, issuer.url, 'few');
const many = loadHandler(database.endpoint, issuer.url, 'many');

await compare('policy in memory', () => event('POST', '/r1', token));
// For a route that was not called before, the policy is read from the table: `ANY /*` is for all of these routes.
let route = 0;
await compare('policy read from the table', () => event('POST', `/new${(route += 1)}`, token));
await issuer.close();
await database.close();

async function compare(name: string, next: () => object): Promise<void> {
  const times = await silently(async () => {
    const [ofFew, ofMany]: [number[], number[]] = [[], []];
    for (let round = -WARM_UP; round < ROUNDS; round += 1) {
      // In turns, and each table first equally often: a slow moment of the machine affects both.
      const request = next();
      const first = round % 2 === 0 ? few : many;
      const one = await timed(() => first(request));
      const other = await timed(() => (first === few ? many : few)(request));
      if (round < 0) continue;
      ofFew.push(first === few ? one : other);
      ofMany.push(first === few ? other : one);
    }
    return { ofFew: median(ofFew), ofMany: median(ofMany) };
  });
  const ratio = times.ofMany / times.ofFew;
  console.log(
    `${ratio.toFixed(2)} ×  ${name}: ${MANY} route items against ${FEW} (${(times.ofMany * 1000).toFixed(0)} µs against ${(times.ofFew * 1000).toFixed(0)} µs, medians of ${ROUNDS})`,
  );
}

async function fill(table: string, count: number): Promise<void> {
  const client = createLocalClient(database.endpoint);
  const items = [
    { route: 'ANY /*', acr: 'loa2' },
    ...Array.from({ length: count - 1 }, (_, index) => ({
      route: `POST /r${index}`,
      acr: 'loa2',
      maxAge: 3000,
    })),
  ];
  for (let start = 0; start < items.length; start += 25) {
    const requests = items.slice(start, start + 25).map((item) => ({ PutRequest: { Item: marshall(item) } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
  }
}
