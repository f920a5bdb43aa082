import { UNHEARD } from '../../../support/tokens/key-set-events.ts';
import { createTokenVerifier } from '../../../../adapters/tokens/token-verifier.ts';
import type { TokenVerifier } from '../../../../adapters/tokens/token-verifier.ts';
import { parseTrustConfig } from '../../../../core/trust/trust-config.ts';
import { hostileTokens } from './tokens.ts';
import type { HostileToken } from './tokens.ts';
import { moveTime } from '../../../support/time/moved-time.ts';
import type { MovedTime } from '../../../support/time/moved-time.ts';
import { AUDIENCE, startIssuer } from '../../../support/tokens/issuer.ts';
import type { TestIssuer } from '../../../support/tokens/issuer.ts';

const SIGNAL = new AbortController().signal;

let issuer: TestIssuer;
let tokens: TokenVerifier;
let hostile: HostileToken[];
let good: string;

let time: MovedTime;

beforeAll(async () => {
  time = moveTime({ limitsHere: true });
  issuer = await startIssuer();
  const parsed = parseTrustConfig(
    { acr: ['loa1', 'loa2'], issuers: [{ issuer: issuer.issuer, audience: [AUDIENCE] }] },
    { allowLoopbackIssuers: true },
  );
  if (!parsed.ok) throw new Error('the trust config of the test has mistakes');
  tokens = createTokenVerifier(parsed.value, () => Date.now(), UNHEARD);
  good = await issuer.sign();
  hostile = await hostileTokens({ good, publicKeyPem: issuer.publicKeyPem(), sign: issuer.sign });
});
afterAll(async () => {
  await issuer.close();
  time.restore();
});

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
