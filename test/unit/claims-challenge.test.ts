/** The claims challenge of Microsoft Entra ID: what it asks for, and what its clients make of the header. */
import { refusalResult } from '../../core/answer/authorizer-result.ts';
import { refusalOf, wwwAuthenticate } from '../../core/answer/refusal.ts';
import type { Challenge } from '../../core/decision/challenge.ts';
import { issuerWords } from '../../core/token/issuer-words.ts';
import { authorizationUri } from '../../core/trust/challenge-form.ts';
import { parseTrustConfig } from '../../core/trust/trust-config.ts';
import {
  claimsRequest,
  createEntraTenant,
  ENTRA_AUTHORIZATION_URI,
  ENTRA_ISSUER,
} from '../support/tokens/entra-tenant.ts';

const ACR = ['loa1', 'loa2', 'loa3'];
const WORDS = { weak: 'loa1', strong: 'loa2', strongest: 'loa3' };
const URLS = {
  metadata: 'https://api.example.com/.well-known/oauth-protected-resource/payments',
  tokenEndpoint: 'https://api.example.com/step-up/token',
  resource: 'https://api.example.com/step-up/requirements/POST/payments',
};
const { trusted } = createEntraTenant(WORDS);

/** The trust in the tenant, with other fields. */
function trustWith(fields: object = {}) {
  const parsed = parseTrustConfig({ acr: ACR, issuers: [{ ...trusted, ...fields }] });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const [issuer] = parsed.value.issuers;
  if (issuer === undefined) throw new Error('the config has no issuer');
  return { issuer, words: issuerWords(issuer, ACR) };
}
const challenge = (fields: Partial<Challenge>): Challenge => ({
  ...{ kind: 'challenge', reason: 'acr', acr: ['loa2', 'loa3'], maxAge: undefined, grantRefusal: undefined },
  ...fields,
});
const headerOf = (fields: Partial<Challenge> = {}, urls = URLS) =>
  wwwAuthenticate(refusalOf(challenge(fields), trustWith()), urls);

/** As Microsoft shows it to JavaScript clients ("How to use Continuous Access Evaluation enabled APIs in your applications"): split at every comma, each part a name and a value. */
function readNaively(header: string) {
  const parts = header.slice(header.indexOf(' ') + 1).split(',');
  return Object.fromEntries(
    parts.map((part) => {
      const [name = '', value] = part.split('=');
      if (value === undefined) throw new TypeError(`${part} has no value`);
      return [name.trim(), decodeURI(value.replace(/['"]+/g, ''))];
    }),
  );
}

describe('a challenge in the form of Entra ID', () => {
  test('is one Bearer challenge, with all that Entra’s has and RFC 9470’s words and age beside it', () => {
    expect(headerOf({ maxAge: 300 })).toBe(
      'Bearer error="insufficient_claims", ' +
        'error_description="This request needs a stronger authentication than the sign-in had.", ' +
        `claims="${btoa(claimsRequest('c2'))}", authorization_uri="${ENTRA_AUTHORIZATION_URI}", ` +
        'acr_values="c2 c3", max_age="300", ' +
        'resource_metadata="https://api.example.com/.well-known/oauth-protected-resource/payments"',
    );
  });

  test('says in the body what it says in the header', () => {
    const { context } = refusalResult(refusalOf(challenge({ maxAge: 300 }), trustWith()), URLS, 'null');
    expect(context).toMatchObject({
      stepUpType: 'urn:step-up-authorizer:problem:insufficient_claims',
      stepUpError: 'insufficient_claims',
      stepUpClaims: btoa(claimsRequest('c2')),
      stepUpAuthorizationUri: ENTRA_AUTHORIZATION_URI,
      stepUpAcrValues: 'c2 c3',
      stepUpMaxAge: '300',
      stepUpNext: 'authenticate',
    });
  });

  test('asks for the word to prefer, of several that suffice', () => {
    expect(readNaively(headerOf({ acr: ['loa3', 'loa2'] })).claims).toBe(
      btoa(claimsRequest('c3')).replace(/=+$/, ''),
    );
  });

  test('asks for the same where only the age falls short', () => {
    const read = readNaively(headerOf({ reason: 'max_age', maxAge: 300 }));
    expect(atob(read.claims ?? '')).toBe(claimsRequest('c2'));
    expect(read.max_age).toBe('300');
  });

  test('is RFC 9470’s where no acr is asked for: a claims request cannot ask for an age', () => {
    const header = headerOf({ reason: 'max_age', acr: [], maxAge: 300 });
    expect(header).toMatch(/^Bearer error="insufficient_user_authentication", .*max_age="300"/);
    expect(header).not.toMatch(/claims=|authorization_uri=/);
  });

  test.each(['acr', 'max_age', 'auth_time_missing', 'revoked', 'grant_spent'] as const)(
    'is read by clients that split it at every comma: %s',
    (reason) => {
      const read = readNaively(headerOf({ reason, maxAge: 0 }));
      expect(read).toMatchObject({ error: 'insufficient_claims', max_age: '0', acr_values: 'c2 c3' });
      expect(atob(read.claims ?? '')).toBe(claimsRequest('c2'));
    },
  );

  test.each(['/a,b', '/a%FFb'])('names no metadata that such a client would fail at: those of %s', (path) => {
    const read = readNaively(headerOf({}, { ...URLS, metadata: `https://api.example.com${path}` }));
    expect(read.resource_metadata).toBeUndefined();
  });

  test('has the same text in base64 and in base64url, for each context', () => {
    const contexts = Array.from({ length: 99 }, (_, index) => `c${index + 1}`);
    for (const context of contexts) {
      const acr = { values: { [context]: 'loa2' } };
      const { claimsChallenge } = refusalOf(challenge({ acr: ['loa2'] }), trustWith({ acr }));
      expect(claimsChallenge?.claims).toMatch(/^\w+=*$/);
      expect(atob(claimsChallenge?.claims ?? '')).toBe(claimsRequest(context));
    }
  });

  test('is RFC 9470’s for an issuer whose config does not say entra', () => {
    const refusal = refusalOf(challenge({}), trustWith({ challenge: undefined }));
    expect(refusal).toMatchObject({ error: 'insufficient_user_authentication', claimsChallenge: undefined });
  });

  test('leaves every other refusal as it is', () => {
    const others = [
      { kind: 'grant_required', grantRefusal: undefined },
      { kind: 'insufficient_scope', scopes: ['a'], missing: ['a'] },
      { kind: 'deny', reason: 'policy_denies' },
    ] as const;
    for (const decision of others)
      expect(refusalOf(decision, trustWith())).toEqual(
        refusalOf(decision, trustWith({ challenge: 'rfc9470' })),
      );
  });
});

describe('where users sign in', () => {
  const TENANT = '11111111-2222-4333-8444-555555555555';

  test.each([
    [ENTRA_ISSUER, ENTRA_AUTHORIZATION_URI],
    [`https://sts.windows.net/${TENANT}/`, ENTRA_AUTHORIZATION_URI],
    [
      `https://sts.chinacloudapi.cn/${TENANT}/`,
      `https://login.partner.microsoftonline.cn/${TENANT}/oauth2/authorize`,
    ],
    [
      `https://login.microsoftonline.us/${TENANT}/v2.0`,
      `https://login.microsoftonline.us/${TENANT}/oauth2/authorize`,
    ],
    [
      `https://${TENANT}.ciamlogin.com/${TENANT}/v2.0`,
      `https://${TENANT}.ciamlogin.com/${TENANT}/oauth2/authorize`,
    ],
  ])('for %s is %s', (issuer, uri) => {
    expect(authorizationUri(issuer)).toBe(uri);
  });

  test.each([
    'https://id.example.com',
    'https://id.example.com/',
    'https://id.example.com/a/b/v2.0',
    'https://id.example.com/tenant',
    'https://idé.example.com/t/v2.0',
  ])('is not known for %s', (issuer) => {
    expect(authorizationUri(issuer)).toBeUndefined();
  });
});

describe('a config that asks for claims challenges', () => {
  const problemsOf = (fields: object, acr: readonly string[] = ACR) => {
    const parsed = parseTrustConfig({ acr, issuers: [{ ...trusted, ...fields }] });
    return parsed.ok ? [] : parsed.error.map(({ field, message }) => `${field}: ${message}`);
  };

  test('is accepted for contexts, also for those that are only requested', () => {
    expect(problemsOf({})).toEqual([]);
    expect(problemsOf({ acr: undefined }, ['c1', 'c99'])).toEqual([]);
    const methods = [{ all: ['mfa'], acr: 'loa2' }];
    expect(problemsOf({ acr: { methods, request: { loa2: 'c2' } } })).toEqual([]);
    expect(problemsOf({ acr: { values: { c1: 'loa1', c3: 'loa3' }, request: { loa1: 'c3' } } })).toEqual([]);
    expect(problemsOf({ issuer: 'https://login.microsoftonline.com/${Token[TOKEN.1]}/v2.0' })).toEqual([]);
  });

  test.each([
    [
      'another form',
      { challenge: 'msal' },
      /^issuers\[0\]\.challenge: expected one of rfc9470, entra, not "msal"$/,
    ],
    [
      'another vendor',
      { issuer: 'https://id.example.com/tenant/v2.0', profile: 'rfc9068' },
      /^issuers\[0\]\.challenge: entra asks for .* which only Entra ID has: write profile entra, or remove challenge$/,
    ],
    [
      'an issuer that is no tenant',
      { issuer: 'https://id.example.com' },
      /^issuers\[0\]\.issuer: a claims challenge names where users sign in, .* write https:\/\/HOST\/TENANT-ID\/v2\.0/,
    ],
    [
      'a word that is no context',
      { acr: { values: { c1: 'loa1', c100: 'loa2' } } },
      /^issuers\[0\]\.acr: a claims challenge cannot ask for c100: write in values, or in request, the id of an authentication context, c1 to c99/,
    ],
    [
      'methods that ask for our words',
      { acr: { methods: [{ all: ['mfa'], acr: 'loa2' }] } },
      /cannot ask for loa2/,
    ],
    ['numbers', { acr: { numbers: { 2: 'loa2' } } }, /cannot ask for 2/],
    ['no mapping', { acr: undefined }, /cannot ask for loa1/],
    [
      'an acr that is read from another claim than acrs',
      { acr: { claim: 'acr', values: { c1: 'loa1', c2: 'loa2' } } },
      /acr: the answer to a claims challenge is in the list acrs, from which the acr is not read: remove claim and list, or remove challenge/,
    ],
    [
      'a list that does not count',
      { acr: { list: false, values: { c1: 'loa1', c2: 'loa2' } } },
      /acr: the answer to a claims challenge is in the list acrs/,
    ],
    [
      'numbers that no context is',
      { acr: { numbers: { 2: 'loa2' }, request: { loa2: 'c2' } } },
      /acr: request asks for c2 in place of loa2/,
    ],
    [
      'a request for a weaker context',
      { acr: { values: { c1: 'loa1', c2: 'loa2' }, request: { loa2: 'c1' } } },
      /acr: request asks for c1 in place of loa2, which a sign-in with c1 does not show: map c1 to loa2 in values/,
    ],
    [
      'a request for a context that stands for nothing',
      { acr: { values: { c1: 'loa1', c2: 'loa2' }, request: { loa2: 'c9' } } },
      /acr: request asks for c9 in place of loa2/,
    ],
  ])('is refused for %s', (_, fields, message) => {
    const [first] = problemsOf(fields);
    expect(first).toMatch(message);
  });
});
