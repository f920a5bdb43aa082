import type { TokenVerifier } from '../../../../adapters/tokens/token-verifier.ts';
import { hostileTokens } from './tokens.ts';
import type { HostileToken } from './tokens.ts';
import { stretchedLimits } from '../../../support/time/stretched-limits.ts';
import { testVerifier } from '../../../support/tokens/test-verifier.ts';
import { startIssuer } from '../../../support/tokens/issuer.ts';
import type { TestIssuer } from '../../../support/tokens/issuer.ts';

const SIGNAL = new AbortController().signal;

let issuer: TestIssuer;
let tokens: TokenVerifier;
let hostile: HostileToken[];
let good: string;

stretchedLimits();
beforeAll(async () => {
  issuer = await startIssuer();
  // The clock stands: a second later, an unknown key is a reason to fetch the set again.
  const now = Date.now();
  tokens = testVerifier(issuer.issuer, { clock: () => now });
  good = await issuer.sign();
  hostile = await hostileTokens({ good, publicKeyPem: issuer.publicKeyPem(), sign: issuer.sign });
});
afterAll(() => issuer.close());

test('the good token, of which they are made, is verified', async () => {
  expect(await tokens.verify(good, SIGNAL)).toMatchObject({ ok: true });
});

test('at least 300 hostile tokens are refused, each with a reason, and only the key set is fetched', async () => {
  expect(hostile.length).toBeGreaterThanOrEqual(300);
  const accepted: string[] = [];
  for (const { name, token } of hostile) {
    const verification = await tokens.verify(token, SIGNAL);
    if (verification.ok) accepted.push(name);
  }
  expect(accepted).toEqual([]);
  expect(issuer.fetches()).toBe(1);
});

test('a token that names a claim or a header twice is refused, though the issuer signed it', async () => {
  const twice = await issuer.signText('{"iss":"x","sub":"alice","sub":"bob"}');
  expect(await tokens.verify(twice, SIGNAL)).toMatchObject({ ok: false, error: { code: 'duplicate' } });
  const nested = await issuer.signText(`{"iss":"${issuer.issuer}","act":{"sub":"a","sub":"b"}}`);
  expect(await tokens.verify(nested, SIGNAL)).toMatchObject({ ok: false, error: { code: 'duplicate' } });
});
