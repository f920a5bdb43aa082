/**
 * Each page in docs/providers at the built authorizer: with the trust config of the page, and nothing else but a key, tokens that are
 * as the page shows them, and as the vendor documents them.
 */
import { BUNDLES } from '../../../core/contract.ts';
import * as v from 'valibot';
import { parseTrustConfig } from '../../../core/trust/trust-config.ts';
import { startBuiltFunctions } from '../../support/functions/built-functions.ts';
import type { BuiltFunctions } from '../../support/functions/built-functions.ts';
import { decisionLine } from '../../support/functions/decision-line.ts';
import { authorizerEvent } from '../../support/functions/rest-events.ts';
import { INDEX, PROVIDER_PAGES } from '../../support/tokens/provider-pages.ts';
import { shownSignIn } from '../../support/tokens/shown-sign-in.ts';
import { claimsAt, PROVIDERS } from '../../support/tokens/provider-tokens.ts';
import type { Json, ProviderToken } from '../../support/tokens/provider-token.ts';
import { createSigner } from '../../support/tokens/token-signer.ts';

/** What every page says that its challenge is of. */
const PAYMENTS = 'POST /page-payments';
const DEMANDED = { acr: 'urn:example:loa:2', maxAge: 300 };

/** A JWE (RFC 7516 §3.1). */
const ENCRYPTED = `${Buffer.from('{"alg":"RSA-OAEP","enc":"A256GCM","cty":"JWT"}').toString('base64url')}.a2V5.aXY.dGV4dA.dGFn`;

/** Of the algorithm that every page has. */
const signer = createSigner('RS256', 'key-0');

let functions: BuiltFunctions;

beforeAll(async () => {
  functions = await startBuiltFunctions();
  await functions.putPolicy({ route: PAYMENTS, ...DEMANDED });
});
afterAll(() => functions.close());

const result = v.object({
  policyDocument: v.object({ Statement: v.tuple([v.object({ Effect: v.picklist(['Allow', 'Deny']) })]) }),
  context: v.record(v.string(), v.string()),
});

/** What the list says of the reason for which a token is refused, in the row that begins so. */
function reasonsFor(token: string): readonly string[] {
  const row = INDEX.split('\n').find((line) => line.startsWith(`| ${token} `)) ?? '';
  const cell = row.split('|').at(3) ?? '';
  const reasons = [...cell.matchAll(/`(\w+)`/g)].map(([, reason = '']) => reason);
  if (reasons.length === 0) throw new Error(`docs/providers/README.md has no row "${token}" with a reason`);
  return reasons;
}

describe.each(PROVIDER_PAGES)('docs/providers/%s', (_, page) => {
  const trust = parseTrustConfig(page.config);
  if (!trust.ok) throw new Error(JSON.stringify(trust.error));
  const [written] = page.config.issuers;
  const issuer = trust.value.issuers[0];
  if (issuer === undefined) throw new Error('the page has an issuer');
  const { person, machine, idToken, refreshToken } = PROVIDERS[issuer.profile];
  const audience = issuer.audience[0];
  const now = Math.floor(Date.now() / 1000);
  const shown = shownSignIn(page.token, issuer, trust.value.acr, now);

  let api: ReturnType<BuiltFunctions['alsoTrusting']>;
  beforeAll(() => {
    const { issuers: _issuers, ...rest } = page.config;
    api = functions.alsoTrusting([{ ...written, jwks: { keys: [signer.jwk] } }], rest);
  });
  afterAll(() => {
    api.close();
  });

  const sign = ({ typ, claims }: ProviderToken): string =>
    signer.sign({ alg: 'RS256', kid: 'key-0', ...(typ === undefined ? {} : { typ }) }, claims);
  const shownToken = (claims: Json): string =>
    sign({ claims, ...(person.typ === undefined ? {} : { typ: person.typ }) });
  /** As the vendor documents it, for this API, with these claims in place of its own. */
  const documented = (token: ProviderToken, claims: Json): string =>
    sign({ ...token, claims: { ...claimsAt(token, issuer.issuer, now), aud: audience, ...claims } });

  async function ask(token: string) {
    const headers = { Authorization: [`Bearer ${token}`] };
    let answer: v.InferOutput<typeof result> | undefined;
    const { reason } = await decisionLine(functions, async () => {
      const invoked = await api.invoke(BUNDLES.authorizer, authorizerEvent(PAYMENTS, headers));
      answer = v.parse(result, invoked.ok ? invoked.value : invoked);
    });
    const { stepUpError, stepUpWwwAuthenticate } = answer?.context ?? {};
    return {
      effect: answer?.policyDocument.Statement[0].Effect,
      error: stepUpError,
      reason,
      stepUpWwwAuthenticate,
    };
  }

  test('takes a fresh, strong sign-in, as the page shows it and as the vendor documents it', async () => {
    for (const token of [shownToken(shown.fresh), documented(person, shown.signIn)])
      expect(await ask(token)).toMatchObject({ effect: 'Allow' });
  });

  test.each([
    ['a sign-in that is too weak', shown.weak],
    ['a sign-in that is too old', shown.old],
  ])('challenges %s, as the page shows it', async (token, claims) => {
    const { reason, stepUpWwwAuthenticate } = await ask(shownToken(claims));
    expect(reasonsFor(token)).toContain(reason);
    expect(
      stepUpWwwAuthenticate?.replaceAll(/(error_description|resource_metadata)="[^"]+"/g, '$1="…"'),
    ).toBe(page.challenge);
  });

  test('gives a machine no sign-in, whatever acr its token has', async () => {
    const answer = await ask(documented(machine, shown.acrClaims));
    expect(answer).toMatchObject({
      effect: 'Deny',
      error: expect.stringMatching(/^(access_denied|invalid_token)$/),
    });
    expect(reasonsFor('a token of client credentials')).toContain(answer.reason);
  });

  const jwtRefresh: readonly [string, string, string][] =
    refreshToken === undefined ? [] : [['a refresh token that is a JWT', '', documented(refreshToken, {})]];
  const [head, , signature] = shownToken(shown.fresh).split('.');
  const stronger = Buffer.from(JSON.stringify({ ...shown.fresh, sub: 'mallory' })).toString('base64url');

  test.each([
    ['a token that was changed', '', `${head}.${stronger}.${signature}`],
    ['no JWT', ', but an opaque refresh token', 'b7f2-opaque-refresh-token'],
    ['no JWT', ', but an encrypted refresh token', ENCRYPTED],
    ['an ID token', ' of its client', documented(idToken, { ...shown.acrClaims, aud: 'app' })],
    ['an ID token', ' for the API', documented(idToken, shown.acrClaims)],
    ...jwtRefresh,
    ['a token for another API', '', shownToken({ ...shown.fresh, aud: 'https://other.example.com' })],
    ['a token that has expired', '', shownToken({ ...shown.fresh, exp: now - 60 })],
  ])('refuses %s%s', async (token, _of, text) => {
    const answer = await ask(text);
    expect(answer).toMatchObject({ effect: 'Deny', error: 'invalid_token' });
    expect(reasonsFor(token)).toContain(answer.reason);
  });
});
