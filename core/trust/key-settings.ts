/** Where the keys of an issuer are from, and which signatures they may verify. */
import * as v from 'valibot';
import type { Mistake } from '../parse.ts';
import { readJwk } from './jwk.ts';
import type { Jwk } from './jwk.ts';
import { oneOf } from './every-mistake.ts';
import { fits, SIGNATURE_ALGORITHMS } from './signature-algorithms.ts';
import type { SignatureAlgorithm } from './signature-algorithms.ts';
import { webUrl } from './web-url.ts';

/** What the lists may hold at the most. */
const MOST = { keys: 100, authorities: 10 };

/** The keys of a key set, not read yet. */
export const jwkSet = v.object({ keys: v.pipe(v.array(v.unknown()), v.maxLength(MOST.keys)) });

/**
 * RSA-PSS by its name alone: a key that names no algorithm would verify one signature more. `Ed25519` and `EdDSA` are the
 * same here.
 */
const DEFAULT_ALGORITHMS: readonly SignatureAlgorithm[] = ['RS256', 'ES256', 'EdDSA', 'Ed25519'];

/** Of seconds, for discovery and key set together. A request has 2 (`REQUEST_DEADLINE`). */
const TIMEOUT = { default: 1, least: 0.1, most: 1.5 };
const TIMEOUT_RANGE = `expected ${TIMEOUT.least} to ${TIMEOUT.most} seconds`;

const CERTIFICATES = /^(?:\s*-----BEGIN CERTIFICATE-----[\w\s+/=]+-----END CERTIFICATE-----\s*)+$/;
const PEM = 'write certificates in PEM, each from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----';

/** The fields of a trusted issuer. `keyMistakes` checks what they are together. */
export function keyFields(allowLoopback: boolean) {
  return {
    algorithms: v.optional(algorithms, [...DEFAULT_ALGORITHMS]),
    jwksUri: v.optional(
      v.pipe(
        webUrl(allowLoopback, { query: true }),
        v.description('Where the key set is; without it, discovery below the issuer tells.'),
      ),
    ),
    jwks: v.optional(
      v.pipe(
        v.object(
          { keys: staticKeys },
          'write a key set such as {"keys": [{"kty": "EC", "crv": "P-256", "x": "…", "y": "…"}]}',
        ),
        v.description(
          'The key set itself, in place of its address: then nothing is fetched, and a key is removed by a deployment alone.',
        ),
      ),
    ),
    keySetTimeout: v.optional(
      v.pipe(
        v.number(TIMEOUT_RANGE),
        v.minValue(TIMEOUT.least, TIMEOUT_RANGE),
        v.maxValue(TIMEOUT.most, TIMEOUT_RANGE),
        v.description(
          `How long discovery and the key set may take together, in seconds; by default ${TIMEOUT.default}.`,
        ),
      ),
    ),
    certificateAuthorities: v.optional(
      v.pipe(
        v.array(v.pipe(v.string(PEM), v.regex(CERTIFICATES, PEM)), 'list the certificates, in PEM'),
        v.minLength(1, 'list at least one certificate, or leave certificateAuthorities out'),
        v.maxLength(MOST.authorities, `list at most ${MOST.authorities} certificates`),
        v.description(
          'The certificate authorities, in PEM, that alone are trusted when the keys of this issuer are fetched; by default the public ones.',
        ),
      ),
    ),
  };
}

/** `keySetTimeout` in milliseconds, with its default. */
export function keySetTimeoutOf({
  keySetTimeout = TIMEOUT.default,
}: {
  readonly keySetTimeout?: number | undefined;
}): number {
  return keySetTimeout * 1000;
}

const algorithms = v.pipe(
  v.array(
    oneOf(SIGNATURE_ALGORITHMS, ': only asymmetric signatures can be trusted'),
    'list the algorithms, such as ["ES256"]',
  ),
  v.minLength(1, 'list at least one algorithm'),
  v.description('Signature algorithms that are accepted from this issuer.'),
);

/** A key of the config: one that could never count is a mistake, and so is one that is no secret any more. */
const staticKey = v.pipe(
  v.looseObject({
    kty: v.pipe(
      v.string('write a public key as a JWK (RFC 7517), such as {"kty": "EC", …}'),
      v.description(
        'The kind of the key: `RSA`, `EC` or `OKP` (RFC 7517 §4.1), with the other members of a JWK.',
      ),
    ),
  }),
  v.rawTransform(({ dataset, addIssue, NEVER }): Jwk => {
    const read = readJwk(dataset.value);
    if (read.ok) return read.value;
    addIssue({ message: `this key ${read.error}: remove it, or write a public key for signatures` });
    return NEVER;
  }),
);

const staticKeys = v.pipe(
  v.array(staticKey, 'write jwks as an object with a list of keys: {"keys": […]}'),
  v.minLength(1, 'list at least one key: without one, no token of the issuer is accepted'),
  v.maxLength(MOST.keys, `list at most ${MOST.keys} keys`),
  v.description('Public keys for signatures, each as a JWK.'),
);

/** The settings of an issuer, of any type: a config is checked as a whole though parts of it have mistakes. */
type Settings = Partial<Readonly<Record<keyof ReturnType<typeof keyFields>, unknown>>>;

/** What the settings get wrong together. */
export function keyMistakes(issuer: Settings): readonly Mistake[] {
  if (issuer.jwks === undefined) return [];
  const unused = (['jwksUri', 'keySetTimeout', 'certificateAuthorities'] as const).filter(
    (field) => issuer[field] !== undefined,
  );
  const mistakes = unused.map((field) => ({
    field,
    message: `with jwks nothing is fetched: remove ${field}, or remove jwks`,
  }));
  return [...mistakes, ...idleKeys(issuer)];
}

/** A key that fits none of the algorithms. */
function idleKeys({ jwks, algorithms: accepted = DEFAULT_ALGORITHMS }: Settings): readonly Mistake[] {
  if (!v.is(algorithms, accepted) || !v.is(jwkSet, jwks)) return [];
  return jwks.keys.flatMap((entry, index): Mistake[] => {
    const key = readJwk(entry);
    if (!key.ok || accepted.some((algorithm) => fits(key.value, algorithm))) return [];
    return [
      { field: 'jwks', message: `keys[${index}] fits none of the algorithms: add its own, or remove it` },
    ];
  });
}
