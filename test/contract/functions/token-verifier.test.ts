import { SIGNATURE_ALGORITHMS } from '../../../core/trust/signature-algorithms.ts';
import { startIssuer } from '../../support/tokens/issuer.ts';
import type { TestIssuer } from '../../support/tokens/issuer.ts';
import { encodePart } from '../../support/tokens/token-signer.ts';
import { testVerifier } from '../../support/tokens/test-verifier.ts';
import { stretchedLimits } from '../../support/time/stretched-limits.ts';

let issuer: TestIssuer;
let ahead = 0;
const SIGNAL = new AbortController().signal;

stretchedLimits();
const verifier = (fields: object = {}, of = issuer.issuer) =>
  testVerifier(of, {
    clock: () => Date.now() + ahead,
    fields,
  });

beforeEach(async () => {
  ahead = 0;
  issuer = await startIssuer();
});
afterEach(() => issuer.close());

const codeOf = async (token: string, fields: object = {}) => {
  const verification = await verifier(fields).verify(token, SIGNAL);
  return verification.ok ? 'ok' : verification.error.code;
};

describe('an access token', () => {
  test.each(SIGNATURE_ALGORITHMS)('signed with %s is verified', async (alg) => {
    const other = await startIssuer(alg);
    const tokens = verifier({ algorithms: [alg] }, other.issuer);
    const verification = await tokens.verify(await other.sign(), SIGNAL);
    await other.close();
    expect(verification).toMatchObject({
      ok: true,
      value: {
        authentication: {
          issuer: other.issuer,
          subject: 'alice',
          clientId: 'app',
          signIn: { acr: 'loa2' },
          scopes: ['payments:write'],
        },
      },
    });
  });

  test.each([
    ['for another audience', { aud: 'https://other.example.com' }, 'audience'],
    ['without an audience', { aud: undefined }, 'audience'],
    ['that has expired', { exp: 1_000 }, 'expired'],
    ['that does not expire', { exp: undefined }, 'claim'],
    ['that expires too late to be in seconds', { exp: 9_999_999_999.5 }, 'claim'],
    ['that is not valid yet', { nbf: 9_999_999_999 }, 'not_yet_valid'],
    ['without a subject', { sub: undefined }, 'claim'],
    ['of half a character', { sub: '\ud800' }, 'claim'],
    ['of no client', { client_id: undefined }, 'client'],
    ['of a client that is half a character', { client_id: '\udc00' }, 'client'],
    ['whose sign-in lies ahead', { auth_time: Math.floor(Date.now() / 1000) + 3600 }, 'auth_time'],
  ])('%s is refused', async (_, claims, code) => {
    expect(await codeOf(await issuer.sign(claims))).toBe(code);
  });

  test.each([
    ['exp', '9999999999'],
    ['exp', null],
    ['nbf', null],
    ['nbf', -1],
    ['sub', 7],
    ['iss', 7],
    ['aud', 7],
    ['client_id', 7],
    ['cnf', 'x'],
    ['cnf', []],
  ])('whose %s is %j is refused [claims-of-right-type]', async (claim, value) => {
    const refusals = ['claim', 'client', 'issuer'];
    expect(refusals).toContain(await codeOf(await issuer.sign({ [claim]: value })));
  });

  test.each([[{ jkt: 'x' }], [{ unknown: null }], [{ constructor: 1 }]])(
    'that is bound to a key by %j is refused [bound-tokens-refused]',
    async (cnf) => {
      expect(await codeOf(await issuer.sign({ cnf }))).toBe('bound');
    },
  );

  test.each([
    ['an ID token', { typ: 'JWT' }],
    ['with a type of the wrong type', { typ: 7 }],
  ])('%s is refused before any key is fetched [access-tokens-alone]', async (_, header) => {
    expect(await codeOf(await issuer.sign({}, header))).toBe('type');
    expect(issuer.fetches()).toBe(0);
  });

  test.each([
    ['its own key', { jwk: { kty: 'EC' } }],
    ['the address of a key', { jku: 'https://evil.example.com' }],
    ['the address of a certificate', { x5u: 'https://evil.example.com' }],
    ['a compression', { zip: 'DEF' }],
  ])('with %s is refused before any key is fetched [no-key-in-header]', async (_, header) => {
    expect(await codeOf(await issuer.sign({}, header))).toBe('header');
    expect(issuer.fetches()).toBe(0);
  });

  test.each([7, '', null, ['key-0']])(
    'whose key id is %j is refused before any key is fetched',
    async (kid) => {
      expect(await codeOf(await issuer.sign({}, { kid }))).toBe('kid');
      expect(issuer.fetches()).toBe(0);
    },
  );

  test.each([
    ['that has expired', { exp: 1_000 }, {}, 'expired'],
    ['that has no exp', { exp: undefined }, {}, 'claim'],
    ['with an exp that is no number', { exp: '9999999999' }, {}, 'claim'],
    ['with another algorithm', {}, { alg: 'ES384' }, 'algorithm'],
    ['with another type', {}, { typ: 'JWT' }, 'type'],
  ])(
    '%s and a key that is unknown causes no fetch [no-fetch-for-others]',
    async (_, claims, header, code) => {
      const [, payload = ''] = (await issuer.sign(claims)).split('.');
      const forged = encodePart({ alg: 'ES256', typ: 'at+jwt', kid: 'unknown', ...header });
      expect(await codeOf(`${forged}.${payload}.AAAA`)).toBe(code);
      expect(issuer.fetches()).toBe(0);
    },
  );

  test('of an untrusted issuer causes no request', async () => {
    expect(await codeOf(await issuer.sign({ iss: 'http://127.0.0.1:1' }))).toBe('issuer');
    expect(issuer.fetches()).toBe(0);
  });

  test('has no scope that would read as two, or that is not a scope', async () => {
    const scp = ['pay', 'read admin', 'a\r\nb', '\ud800', 7];
    const token = await issuer.sign({ cid: 'app', scp }, { typ: 'JWT' });
    expect(await verifier({ profile: 'okta' }).verify(token, SIGNAL)).toMatchObject({
      value: { authentication: { scopes: ['pay'] } },
    });
  });

  test('that was changed is refused', async () => {
    const [header = '', payload = '', signature = ''] = (await issuer.sign()).split('.');
    const forged = Buffer.from(payload, 'base64url').toString().replace('"alice"', '"mallory"');
    expect(await codeOf([header, Buffer.from(forged).toString('base64url'), signature].join('.'))).toBe(
      'signature',
    );
  });

  test('spelt otherwise is refused [one-spelling]', async () => {
    const token = await issuer.sign();
    expect(await codeOf(`${token}=`)).toBe('format');
    expect(await codeOf(`${token}.`)).toBe('format');
    // The last character of an ES256 signature holds 2 bits that count and 4 that do not.
    const last = token.at(-1) ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const otherLast = alphabet[alphabet.indexOf(last) + 1] ?? '';
    expect(await codeOf(token.slice(0, -1) + otherLast)).toBe('format');
  });

  test('is verified once a minute, not at every request [verified-again-each-minute]', async () => {
    const tokens = verifier();
    const token = await issuer.sign();
    const first = await tokens.verify(token, SIGNAL);
    expect(await tokens.verify(token, SIGNAL)).toBe(first);
    ahead = 61_000;
    expect(await tokens.verify(token, SIGNAL)).not.toBe(first);
  });

  test('is not taken from memory past its exp [never-past-exp]', async () => {
    const tokens = verifier({ clockSkew: 0 });
    const token = await issuer.sign({ exp: Math.floor(Date.now() / 1000) + 30 });
    expect((await tokens.verify(token, SIGNAL)).ok).toBe(true);
    ahead = 31_000;
    expect(await tokens.verify(token, SIGNAL)).toMatchObject({ ok: false, error: { code: 'expired' } });
  });
});
