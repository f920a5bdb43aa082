import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { TokenVerifier, Verification } from '../../../adapters/tokens/token-verifier.ts';
import { startIssuer } from '../../support/tokens/issuer.ts';
import type { TestIssuer } from '../../support/tokens/issuer.ts';
import { testVerifier } from '../../support/tokens/test-verifier.ts';
import { stretchedLimits } from '../../support/time/stretched-limits.ts';
import { until } from '../../support/time/until.ts';

const FORGED = 200;
const GOOD = 50;

let issuer: TestIssuer;
let ahead = 0;
let verifier: TokenVerifier;
/** The events that have alarms. */
const alarms: string[] = [];
/** The clock moves by `ahead` alone. */
let started = 0;

stretchedLimits();

beforeEach(async () => {
  ahead = 0;
  issuer = await startIssuer();
  alarms.length = 0;
  started = Date.now();
  verifier = testVerifier(issuer.issuer, {
    clock: () => started + ahead,
    // On a busy machine a token is made well after the clock has stopped.
    fields: { clockSkew: 60 },
    events: {
      onStale: () => alarms.push('stale'),
      onEmpty: () => alarms.push('empty'),
      onExposed: () => alarms.push('exposed'),
    },
  });
});
afterEach(() => issuer.close());

/** Each request has a signal of its own. */
const verify = (token: string) => verifier.verify(token, new AbortController().signal);
const forgedTokens = () =>
  Promise.all(Array.from({ length: FORGED }, () => issuer.sign({}, { kid: randomUUID() })));
const goodTokens = () => Promise.all(Array.from({ length: GOOD }, () => issuer.sign({ sub: randomUUID() })));
const outcome = (one: Verification) => (one.ok ? 'ok' : one.error.code);
const outcomes = (verifications: readonly Verification[]) => new Set(verifications.map(outcome));

/** Keeps the answer of the key set back until it is called. */
function holdKeySet(): () => void {
  const held: ServerResponse[] = [];
  issuer.answer((_, response) => held.push(response));
  return () => {
    issuer.recover();
    for (const response of held.splice(0)) issuer.respond(response);
  };
}

test('a flood of unknown keys costs one fetch, and no good token waits for it', async () => {
  await verify(await issuer.sign());
  ahead = 11_000;
  const [forged, good] = [await forgedTokens(), await goodTokens()];
  const release = holdKeySet();
  const before = issuer.fetches();
  const flood = Promise.all(forged.map(verify));
  const answered = await Promise.all(good.map(verify));
  expect(outcomes(answered)).toEqual(new Set(['ok']));
  // The fetch is still held back, so none of the good tokens can have waited for it.
  await until('the fetch', () => issuer.fetches() > before);
  expect(issuer.fetches() - before).toBe(1);
  release();
  expect(outcomes(await flood)).toEqual(new Set(['unknown_key']));
  expect(issuer.fetches() - before).toBe(1);
});

test('in a flood of a minute a new key counts within about a second, for one fetch a second, and nobody hears of it [new-key-in-a-second]', async () => {
  await verify(await issuer.sign());
  const before = issuer.fetches();
  let published = Infinity;
  let counts = Infinity;
  let fresh = '';
  for (ahead = 0; ahead < 60_000; ahead += 100) {
    if (ahead === 30_100) {
      await issuer.rotate();
      [published, fresh] = [ahead, await issuer.sign()];
    }
    expect(outcomes([await verify(await issuer.sign({}, { kid: randomUUID() }))])).toEqual(
      new Set(['unknown_key']),
    );
    if (counts === Infinity && fresh !== '' && (await verify(fresh)).ok) counts = ahead;
  }
  expect(counts - published).toBeLessThanOrEqual(1_200);
  expect(issuer.fetches() - before).toBeLessThanOrEqual(60);
  expect(issuer.fetches() - before).toBeGreaterThanOrEqual(50);
  expect(alarms).toEqual([]);
});

test('a flood does not hold a request back: within a second of a fetch its answer is there at once', async () => {
  await verify(await issuer.sign());
  const release = holdKeySet();
  const before = issuer.fetches();
  ahead = 900;
  expect(outcomes(await Promise.all((await forgedTokens()).map(verify)))).toEqual(new Set(['unknown_key']));
  expect(issuer.fetches()).toBe(before);
  release();
});

test('a verdict on a good token outlives the fetches that strangers cause', async () => {
  const good = await issuer.sign();
  const first = await verify(good);
  for (ahead = 2_000; ahead < 50_000; ahead += 2_000)
    await verify(await issuer.sign({}, { kid: randomUUID() }));
  expect(issuer.fetches()).toBeGreaterThan(10);
  expect(await verify(good)).toBe(first);
});

test('a flood before there are any keys costs one fetch, which good tokens share', async () => {
  const [forged, good] = [await forgedTokens(), await goodTokens()];
  const [refused, answered] = await Promise.all([
    Promise.all(forged.map(verify)),
    Promise.all(good.map(verify)),
  ]);
  expect([outcomes(refused), outcomes(answered)]).toEqual([new Set(['unknown_key']), new Set(['ok'])]);
  expect(issuer.fetches()).toBe(1);
});

test('a flood while the key set fails costs one fetch in two seconds, rings no alarm, and good tokens go on [strangers-ring-nothing]', async () => {
  await verify(await issuer.sign());
  issuer.answer((_, response) => response.writeHead(429).end());
  ahead = 11_000;
  const before = issuer.fetches();
  for (let round = 0; round < 10; round += 1) {
    ahead += 1_000;
    const forged = (await forgedTokens()).slice(0, 20);
    // A 503 would count as a fault.
    const flood = Promise.all(forged.map((token) => verify(token).then(outcome, () => 'fault')));
    expect(outcomes(await Promise.all((await goodTokens()).slice(0, 5).map(verify)))).toEqual(
      new Set(['ok']),
    );
    expect(new Set(await flood)).toEqual(new Set(['unknown_key']));
  }
  expect(issuer.fetches() - before).toBeLessThanOrEqual(6);
  expect(alarms).toEqual([]);
});
