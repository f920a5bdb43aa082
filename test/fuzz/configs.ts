/** Documents that an operator or an issuer writes: the trust config, and key sets. */
import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import * as v from 'valibot';
import { findKey } from '../../adapters/tokens/find-key.ts';
import { readSigningKeys } from '../../adapters/tokens/signing-keys.ts';
import { parseConfig } from '../../lambda/request/config.ts';
import { TOKEN_PROFILES } from '../../core/trust/presets/presets.ts';
import type { TokenProfile } from '../../core/trust/presets/presets.ts';
import { parseTrustConfig } from '../../core/trust/trust-config.ts';
import { jwkSet } from '../../core/trust/key-settings.ts';
import { SIGNATURE_ALGORITHMS } from '../../core/trust/signature-algorithms.ts';
import { edited, editedText, edits, isObject, jsonValues, textEdits } from '../support/fuzz/arbitraries.ts';
import { shapeOf } from '../support/tokens/preset-shapes.ts';
import { demand, fuzzTarget } from '../support/fuzz/target.ts';

const configOf = (profile: TokenProfile) => ({
  acr: ['loa1', 'loa2'],
  issuers: [
    {
      ...shapeOf(profile).issuer('https://id.example.com'),
      algorithms: ['RS256', 'ES256'],
      acr: { claim: 'acr', values: { gold: 'loa2' } },
      clockSkew: 10,
    },
    { issuer: 'https://other.example.com', audience: ['x'] },
  ],
  publicUrl: 'https://api.example.com/v1',
  cors: { allowedOrigins: ['https://app.example.com'] },
  verboseRefusals: true,
});
const profiles = fc.constantFrom(...TOKEN_PROFILES);
const FIELDS = ['$schema', 'acr', 'issuers', 'publicUrl', 'cors', 'verboseRefusals'];
const urls = fc.constantFrom(
  'http://id.example.com',
  'http://127.0.0.1:1',
  'https://u:p@x.example',
  'https://x.example?a',
  'ftp://x',
  'https:x',
  'HTTPS://X',
  'https://x\n',
);
const words = fc.constantFrom<unknown>(
  'HS256',
  'none',
  'PS256',
  'loa 1',
  'loa"1',
  [],
  {},
  ['loa1', 'loa1'],
  '',
  61,
  -1,
  'null',
);
const changes = edits(fc.oneof(urls, words, jsonValues), [
  ...FIELDS,
  'issuer',
  'audience',
  'algorithms',
  'jwksUri',
  'values',
  'claim',
  'clockSkew',
]);

export const trustConfigParser = fuzzTarget(
  'trust config: the parser',
  fc.tuple(changes, fc.boolean(), profiles),
  ['accepted', 'refused'],
  ([list, allowLoopbackIssuers, profile]) => {
    const document = edited(configOf(profile), list);
    const parsed = parseTrustConfig(document, { allowLoopbackIssuers });
    if (!parsed.ok) {
      demand(list.length > 0, 'the good config was refused');
      demand(parsed.error.length > 0 && parsed.error.length <= 40, 'no mistakes, or too many');
      return 'refused';
    }
    demand(
      isObject(document) && Object.keys(document).every((name) => FIELDS.includes(name)),
      'an unknown field was ignored',
    );
    const { acr, issuers, publicUrl, cors } = parsed.value;
    demand(
      acr.length > 0 && acr.every((word) => /^[!-~]+$/.test(word) && !/["\\]/.test(word)),
      'an acr word that breaks a header',
    );
    demand(
      issuers.length > 0 && new Set(issuers.map(({ issuer }) => issuer)).size === issuers.length,
      'two issuers alike',
    );
    for (const one of issuers) {
      demand(
        one.audience.length > 0 && one.audience.every((audience) => audience !== ''),
        'an empty audience',
      );
      demand(
        one.algorithms.length > 0 && one.algorithms.every((alg) => SIGNATURE_ALGORITHMS.includes(alg)),
        'an algorithm that cannot be trusted',
      );
      demand(one.clockSkew >= 0 && one.clockSkew <= 60, 'a clock skew out of its bounds');
    }
    const all = [
      ...issuers.flatMap(({ issuer, jwksUri }) => [issuer, jwksUri ?? []].flat()),
      publicUrl ?? [],
    ].flat();
    const scheme = allowLoopbackIssuers
      ? /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost|\[::1\]))/i
      : /^https:\/\//;
    demand(
      all.every((url) => scheme.test(url) && !/[\s"\\]/.test(url)),
      `a URL that is not https: ${all.join(' ')}`,
    );
    demand(
      cors.allowedOrigins.every((origin) => new URL(origin).origin === origin),
      'a text that is not an origin',
    );
    demand(
      [...cors.allowedHeaders, ...cors.exposedHeaders].every((name) => /^[\w.-]+$/.test(name)),
      'a header that needs escaping',
    );
    return 'accepted';
  },
);

/** The environment is what the stack wrote: a function that does not understand it does not start, and says why. */
export const environmentParser = fuzzTarget(
  'trust config: the environment of a function',
  fc.tuple(
    changes,
    fc.oneof(fc.constant([]), textEdits),
    fc.option(fc.constantFrom('POLICY_TABLE', 'GRANT_TABLE', 'trust config'), { nil: undefined, freq: 5 }),
    profiles,
  ),
  ['starts', 'does not start'],
  ([list, damage, missing, profile]) => {
    const file = editedText(JSON.stringify(edited(configOf(profile), list) ?? null), damage);
    const environment: Record<string, string | undefined> = {
      POLICY_TABLE: 'p',
      GRANT_TABLE: 'g',
      RISK_TABLE: 'r',
    };
    if (missing !== undefined) environment[missing] = undefined;
    try {
      parseConfig(environment, missing === 'trust config' ? undefined : file);
      demand(missing === undefined, 'started without a variable');
      return 'starts';
    } catch (error) {
      const message = String(error);
      demand(
        message.startsWith('Error: The environment of this function is not usable: '),
        `another error: ${message}`,
      );
      return 'does not start';
    }
  },
);

const weak = {
  ...generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' }),
  kid: 'weak',
};
const strong = {
  ...generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' }),
  kid: 'rsa',
};
const curve = {
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
  kid: 'ec',
  use: 'sig',
  alg: 'ES256',
};
const edwards = { ...generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }), kid: 'ed' };
const secret = { kty: 'oct', kid: 'secret', k: 'AAAA' };
const members = ['kty', 'kid', 'use', 'alg', 'key_ops', 'crv', 'n', 'e', 'x', 'y', 'k', 'd'];
const keyValues = fc.constantFrom<unknown>(
  'RSA',
  'EC',
  'OKP',
  'oct',
  'enc',
  'sig',
  'ec',
  'rsa',
  'P-384',
  'AQAB',
  'AA',
  [],
  null,
  '',
  ['sign'],
  ['verify'],
  curve,
  strong,
);

export const keySetParser = fuzzTarget(
  'key sets: the parser',
  edits(fc.oneof(keyValues, jsonValues), members),
  ['keys', 'refused'],
  (list) => {
    const document = edited({ keys: [weak, strong, curve, edwards, secret] }, list);
    const parsed = v.safeParse(jwkSet, document);
    if (!parsed.success) {
      demand(list.length > 0, 'the good key set was refused');
      return 'refused';
    }
    const { keys, skipped } = readSigningKeys(parsed.output.keys);
    demand(keys.length + skipped.length === parsed.output.keys.length, 'an entry that nobody hears of');
    demand(
      keys.every(({ jwk }) => jwk.kid !== ''),
      'a key that cannot be trusted',
    );
    demand(
      keys.every(({ jwk }) => jwk.kty !== 'RSA' || Buffer.from(jwk.n, 'base64url').length >= 256),
      'an RSA key below 2048 bits',
    );
    for (const kid of [undefined, ...keys.map(({ jwk }) => jwk.kid)])
      for (const algorithm of SIGNATURE_ALGORITHMS) findKey(keys, { kid, algorithm });
    demand(findKey(keys, { kid: 'ec', algorithm: 'RS256' })?.jwk.kty !== 'EC', 'a key for another algorithm');
    return 'keys';
  },
);
