import { parseConfig } from '../../lambda/request/config.ts';
import { parseTrustConfig } from '../../core/trust/trust-config.ts';

const ISSUER = { issuer: 'https://id.example.com', audience: ['https://api.example.com'] };
const LOA2 = 'urn:example:loa:2';
const VALID = { acr: ['urn:example:loa:1', 'urn:example:loa:2'], issuers: [ISSUER] };

const problemsOf = (config: unknown) => {
  const parsed = parseTrustConfig(config);
  return parsed.ok ? [] : parsed.error.map(({ field, message }) => `${field}: ${message}`);
};
const issuerWith = (fields: object) => problemsOf({ ...VALID, issuers: [{ ...ISSUER, ...fields }] });

describe('the trust config', () => {
  test('needs few fields, and fills in the others', () => {
    expect(parseTrustConfig(VALID)).toMatchObject({
      ok: true,
      value: {
        issuers: [{ algorithms: ['RS256', 'ES256', 'EdDSA', 'Ed25519'], profile: 'rfc9068', clockSkew: 5 }],
        verboseRefusals: false,
      },
    });
  });

  test.each([
    ['an unknown field of an issuer', { keys: 'x' }, /^issuers\[0\]\.keys: unknown field/],
    ['a plain http issuer', { issuer: 'http://id.example.com' }, /^issuers\[0\]\.issuer: expected https/],
    [
      'an issuer on loopback, outside the local run',
      { issuer: 'http://127.0.0.1:1' },
      /^issuers\[0\]\.issuer: expected https/,
    ],
    ['a key set over http', { jwksUri: 'http://127.0.0.1:1/jwks' }, /^issuers\[0\]\.jwksUri: expected https/],
    [
      'a symmetric algorithm',
      { algorithms: ['HS256'] },
      /^issuers\[0\]\.algorithms\[0\]: expected one of .*, not "HS256": only asymmetric/,
    ],
    ['no algorithm', { algorithms: ['none'] }, /^issuers\[0\]\.algorithms\[0\]: /],
    ['no audience', { audience: [] }, /^issuers\[0\]\.audience: list at least one/],
    ['an empty audience', { audience: [''] }, /^issuers\[0\]\.audience\[0\]: /],
    [
      'no audience and no client without one',
      { audience: undefined, clientsWithoutAudience: [] },
      /^issuers\[0\]\.audience: list at least one/,
    ],
    ['an empty list of clients', { clients: [] }, /^issuers\[0\]\.clients: list at least one/],
    ['an empty client', { clientsWithoutAudience: [''] }, /^issuers\[0\]\.clientsWithoutAudience\[0\]: /],
    [
      'a client without audience that may not come',
      { clients: ['a'], clientsWithoutAudience: ['a', 'b'] },
      /^issuers\[0\]\.clientsWithoutAudience: b is not one of clients/,
    ],
    [
      'Cognito without a word on tokens that have no audience',
      { profile: 'cognito', audience: ['1example23456789'] },
      /^issuers\[0\]\.clientsWithoutAudience: is missing: list the ids of the app clients .* write \[\]/,
    ],
    ['an unknown profile', { profile: 'acme' }, /^issuers\[0\]\.profile: expected one of .*, not "acme"$/],
    ['a profile that is no text', { profile: 7 }, /^issuers\[0\]\.profile: expected one of [a-z0-9, ]+$/],
    [
      'a profile that is no name at all',
      { profile: `\u001b${'x'.repeat(1000)}` },
      /^issuers\[0\]\.profile: expected one of .*, not "\\u001bx{63}"$/,
    ],
    ['a word mapped to one that is not ours', { acr: { values: { mfa: 'loa9' } } }, /mfa is mapped to loa9/],
    [
      'two ways to read the acr',
      { acr: { values: { mfa: LOA2 }, numbers: { 2: LOA2 } } },
      /^issuers\[0\]\.acr: values and numbers are different ways/,
    ],
    [
      'a number that is written in another way',
      { acr: { numbers: { '02': LOA2 } } },
      /^issuers\[0\]\.acr\.numbers\.02: write a whole number/,
    ],
    [
      'a number mapped to a word that is not ours',
      { acr: { numbers: { 2: 'loa9' } } },
      /^issuers\[0\]\.acr\.numbers: 2 is mapped to loa9/,
    ],
    [
      'a set of methods with a word that is not ours',
      { acr: { methods: [{ all: ['pwd'], acr: 'loa9' }] } },
      /^issuers\[0\]\.acr\.methods\[0\]\.acr: .*loa9, which is not one of your acr words/,
    ],
    [
      'an empty set of methods, which every sign-in would have',
      { acr: { methods: [{ all: [], acr: LOA2 }] } },
      /^issuers\[0\]\.acr\.methods\[0\]\.all: list at least one method/,
    ],
    [
      'a claim of the acr that the methods are read in place of',
      { acr: { claim: 'acrs', methods: [{ all: ['pwd'], acr: LOA2 }] } },
      /^issuers\[0\]\.acr: claim has no effect beside methods/,
    ],
    [
      'a word to request for one that is not ours',
      { acr: { request: { mfa: LOA2 } } },
      /^issuers\[0\]\.acr\.request: mfa is not one of your acr words/,
    ],
    [
      'a word to request for one that nothing shows',
      { acr: { numbers: { 1: 'urn:example:loa:1' }, request: { [LOA2]: 'mfa' } } },
      /^issuers\[0\]\.acr: request names urn:example:loa:2, for which the issuer has nothing/,
    ],
    [
      'times of methods that are no objects',
      { authTime: { member: 'timestamp' } },
      /^issuers\[0\]\.authTime: .*write in amr which member is the method/,
    ],
    [
      'a time of a sign-in in two places',
      { amr: { member: 'method' }, authTime: { claim: 'auth_time', member: 'timestamp' } },
      /^issuers\[0\]\.authTime: write \{"claim": "auth_time"\}/,
    ],
    ['a time of a sign-in by another word', { authTime: 'never' }, /^issuers\[0\]\.authTime: .*"none"/],
    ['a claim of methods without a name', { amr: { claim: '' } }, /^issuers\[0\]\.amr\.claim: /],
    ['a clock skew of an hour', { clockSkew: 3600 }, /^issuers\[0\]\.clockSkew: /],
  ])('refuses %s, naming the path', (_, fields, message) => {
    expect(issuerWith(fields)).toEqual([expect.stringMatching(message)]);
  });

  test.each([
    ['a word with a space', { acr: ['loa 1'] }, /^acr\[0\]: /],
    [
      'a public URL with more than ASCII in it',
      { publicUrl: 'https://münchen.example' },
      /^publicUrl: .*ASCII/,
    ],
    ['a word twice', { acr: ['a', 'a'] }, /^acr: /],
    ['an issuer twice', { issuers: [ISSUER, ISSUER] }, /^issuers: /],
    [
      'an origin with a path',
      { cors: { allowedOrigins: ['https://app.example.com/'] } },
      /^cors\.allowedOrigins\[0\]: /,
    ],
  ])('refuses %s', (_, fields, message) => {
    expect(problemsOf({ ...VALID, ...fields })).toEqual([expect.stringMatching(message)]);
  });

  test.each([
    ['tokens of a resource alone', { audience: ['https://api.example.com'], clientsWithoutAudience: [] }],
    [
      'clients without an audience alone',
      { audience: undefined, clientsWithoutAudience: ['1example23456789'] },
    ],
    ['both', { clientsWithoutAudience: ['1example23456789'], clients: ['1example23456789', 'b'] }],
  ])('takes Cognito with %s', (_, fields) => {
    expect(issuerWith({ profile: 'cognito', ...fields })).toEqual([]);
  });

  test('reports all mistakes at once', () => {
    expect(problemsOf({ acr: ['a b'], issuers: [{ ...ISSUER, audience: [] }], colour: 1 })).toHaveLength(3);
  });

  test('reports what only the whole of it shows beside what does not parse', () => {
    const issuers = [
      { ...ISSUER, acr: { values: { mfa: 'loa9' } } },
      { ...ISSUER, audience: 7 },
    ];
    expect(problemsOf({ acr: ['a', 'a', 7], issuers, publicUrl: 'http://localhost/v1' })).toEqual([
      expect.stringMatching(/^acr\[2\]: /),
      expect.stringMatching(/^acr: an acr word is listed twice/),
      expect.stringMatching(/^issuers\[0\]\.acr\.values: mfa is mapped to loa9/),
      expect.stringMatching(/^issuers\[1\]\.audience: /),
      expect.stringMatching(/^issuers: an issuer is listed twice/),
      expect.stringMatching(/^publicUrl: expected https/),
    ]);
  });

  test('reports every unknown field, and every one of very many mistakes', () => {
    expect(issuerWith({ a: 1, b: 2, acr: { c: 3, d: 4 } })).toHaveLength(4);
    expect(issuerWith({ algorithms: Array.from({ length: 50 }, () => 'HS256') })).toHaveLength(50);
  });

  test.each([
    [
      'acr words',
      { acr: Array.from({ length: 17 }, (_, index) => (index === 0 ? 7 : `loa${index}`)) },
      /^acr: /,
    ],
    [
      'issuers',
      { issuers: Array.from({ length: 11 }, (_, index) => ({ ...ISSUER, issuer: index })) },
      /^issuers: /,
    ],
    [
      'origins',
      { cors: { allowedOrigins: Array.from({ length: 11 }, () => 7) } },
      /^cors\.allowedOrigins: list at most 10/,
    ],
  ])('reports a list of too many %s once, also with other mistakes in it', (_, fields, message) => {
    expect(problemsOf({ ...VALID, ...fields }).filter((problem) => message.test(problem))).toEqual([
      expect.stringContaining('list at most'),
    ]);
  });

  test.each([[undefined], [null], ['x'], [[]], [7], [{ acr: 1, issuers: 2, cors: 3, publicUrl: 4 }]])(
    'that is %p is refused without a throw',
    (config) => {
      expect(problemsOf(config)).not.toEqual([]);
    },
  );

  test.each(['constructor', 'prototype', '__proto__'])(
    'refuses the word %s of an issuer, whose mapping would be dropped in silence',
    (word) => {
      const values: unknown = JSON.parse(`{"${word}":"urn:example:loa:1"}`);
      expect(problemsOf({ ...VALID, issuers: [{ ...ISSUER, acr: { values } }] })).toEqual([
        `issuers[0].acr.values: ${word} cannot be mapped: let the issuer use another word`,
      ]);
    },
  );

  test.each(['numbers', 'request'])('refuses such a word in %s, too', (field) => {
    const record: unknown = JSON.parse('{"__proto__":"urn:example:loa:1"}');
    expect(problemsOf({ ...VALID, issuers: [{ ...ISSUER, acr: { [field]: record } }] })).toEqual([
      `issuers[0].acr.${field}: __proto__ cannot be mapped: let the issuer use another word`,
    ]);
  });

  test('that lacks a field says which', () => {
    expect(problemsOf({})).toEqual(['acr: is missing: add it', 'issuers: is missing: add it']);
  });

  test('may name an issuer on loopback for the local run', () => {
    const local = { ...VALID, issuers: [{ ...ISSUER, issuer: 'http://127.0.0.1:9000' }] };
    expect(parseTrustConfig(local, { allowLoopbackIssuers: true }).ok).toBe(true);
  });

  test('that has been parsed parses to itself', () => {
    const once = parseTrustConfig(VALID);
    expect(once.ok && parseTrustConfig(once.value)).toEqual(once);
  });
});

describe('the environment', () => {
  test('that is not usable is reported with every bad key', () => {
    expect(() => parseConfig({ POLICY_TABLE: 'p' }, '{')).toThrow(
      /GRANT_TABLE is not set; RISK_TABLE is not set; trustConfig is not JSON\. Deploy the stack again/,
    );
  });

  test('reports the mistakes of the trust config beside the other bad keys', () => {
    expect(() => parseConfig({ POLICY_TABLE: 'p' }, '{"acr":["a b"]}')).toThrow(
      /GRANT_TABLE is not set; RISK_TABLE is not set; trustConfig\.acr\[0\] .*; trustConfig\.issuers is missing/,
    );
  });
});
