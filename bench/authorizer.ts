/**
 * `npm run bench`: what a request costs in the warm authorizer, as a multiple of one bare ES256 signature check.
 * The results are ratios within one run, because the speed differs between machines, and on one machine over time.
 */
import { startDynamoDB } from '../local/dynamodb.ts';
import { databaseAt } from '../test/support/tables/database.ts';
import {
  bareSignatureCheck,
  createEmptyTables,
  event,
  loadHandler,
  median,
  silently,
  startIssuer,
  timed,
} from './authorizer-under-test.ts';

const ROUNDS = 2_000;
const WARM_UP = 200;

/** The most rules that an item may have. Each reads another input, and no rule matches. */
const RULES = Array.from({ length: 16 }, (_, index) => ({
  when: [
    `has(claims.department) && claims.department == "d${index}"`,
    `risk.score >= ${80 + index}`,
    `request.sourceIp.startsWith("198.51.100.${index}")`,
    `now.getHours() == 25 + ${index}`,
  ][index % 4],
  acr: 'loa2',
}));

const POLICIES = [
  { route: 'GET /accounts' },
  { route: 'POST /payments', acr: 'loa2', maxAge: 3000 },
  { route: 'GET /ruled', rules: RULES },
  { route: 'GET /announced', upcoming: { acr: 'loa2' } },
];

const issuer = await startIssuer();
const database = await startDynamoDB();
await createEmptyTables(database.endpoint, ['policy']);
for (const item of POLICIES) await databaseAt(database.endpoint).put('policy', item);
const handler = loadHandler(database.endpoint, issuer.url);

const ordinary = issuer.token({ sub: 'alice' });
const elevated = issuer.token({ sub: 'alice', acr: 'loa2' });
const fresh = Array.from({ length: WARM_UP + ROUNDS }, (_, index) => issuer.token({ sub: `user-${index}` }));
const call = (method: string, path: string, token: string) => () => handler(event(method, path, token));

const bare = await measure(bareSignatureCheck(ordinary));
const rows: [string, number][] = [
  ['one bare ES256 signature check', bare],
  ['a route without step-up, token seen before', await measure(call('GET', '/accounts', ordinary))],
  ['a route with step-up, token seen before', await measure(call('POST', '/payments', elevated))],
  ['a route with 16 rules, token seen before', await measure(call('GET', '/ruled', ordinary))],
  ['a route with a change to come, token seen before', await measure(call('GET', '/announced', ordinary))],
  ['a challenge, token seen before', await measure(call('POST', '/payments', ordinary))],
  ['a token never seen before', await measure(() => handler(event('GET', '/accounts', fresh.pop() ?? '')))],
];
for (const [name, time] of rows) {
  console.log(
    `${(time / bare).toFixed(2).padStart(6)} ×  ${name} (${(time * 1000).toFixed(0)} µs, median of ${ROUNDS})`,
  );
}
await issuer.close();
await database.close();

/** Median time of one run, in milliseconds. */
function measure(run: () => unknown): Promise<number> {
  return silently(async () => {
    // Without a warm-up, the first case would include the time to compile code and to open connections.
    for (let round = 0; round < WARM_UP; round += 1) await run();
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) times.push(await timed(run));
    return median(times);
  });
}
