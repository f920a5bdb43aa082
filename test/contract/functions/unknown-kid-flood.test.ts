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

stretchedLimits();

beforeEach(async () => {
  ahead = 0;
  issuer = await startIssuer();
  verifier = testVerifier(issuer.issuer, { clock: () => Date.now() + ahead });
});
afterEach(() => issuer.close());

/** Each request has a signal of its own. */
const verify = (token: string) => verifier.verify(token, new AbortController().signal);
const forgedTokens = () =>
  Promise.all(Array.from({ length: FORGED }, () => issuer.sign({}, { kid: randomUUID() })));
const goodTokens = () => Promise.all(Array.from({ length: GOOD }, () => issuer.sign({ sub: randomUUID() })));
const outcomes = (verifications: readonly Verification[]) =>
  new Set(verifications.map((one) => (one.ok ? 'ok' : one.error.code)));

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

test('a flood that goes on costs one fetch in ten seconds', async () => {
  await verify(await issuer.sign());
  const before = issuer.fetches();
  for (let second = 0; second < 60; second += 1) {
    ahead = second * 1_000;
    await verify(await issuer.sign({}, { kid: randomUUID() }));
  }
  expect(issuer.fetches() - before).toBeLessThanOrEqual(6);
  expect(issuer.fetches() - before).toBeGreaterThanOrEqual(5);
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

test('a flood while the key set fails costs one fetch in two seconds, and good tokens go on', async () => {
  await verify(await issuer.sign());
  issuer.answer((_, response) => response.writeHead(500).end());
  ahead = 11_000;
  const before = issuer.fetches();
  for (let round = 0; round < 10; round += 1) {
    ahead += 1_000;
    const flood = Promise.allSettled((await forgedTokens()).slice(0, 20).map(verify));
    expect(outcomes(await Promise.all((await goodTokens()).slice(0, 5).map(verify)))).toEqual(
      new Set(['ok']),
    );
    expect((await flood).every(({ status }) => status === 'rejected')).toBe(true);
  }
  expect(issuer.fetches() - before).toBeLessThanOrEqual(6);
});
