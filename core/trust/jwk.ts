/** Reads one entry of a key set (RFC 7517): a public key that may verify signatures, or the reason why it may not. */
import * as v from 'valibot';
import { failure, success } from '../result.ts';
import type { Result } from '../result.ts';
import { numberIn, SMALL_ORDER } from './key-numbers.ts';
import { hasRocaFingerprint } from './roca.ts';
import { SIGNATURE_ALGORITHMS } from './signature-algorithms.ts';

/** Of RSA keys. OpenSSL verifies with none that is larger. */
const BITS = { least: 2048n, most: 16_384 };
/** An exponent of 1 makes every well-formed text its own signature. */
const SMALLEST_EXPONENT = 3n;
const LONGEST_KID = 255;

/** A number in base64url (RFC 7518 §2). Some issuers pad it, or write plain base64: Node.js reads both. */
function number(name: string) {
  return v.pipe(
    v.string(`has no ${name}`),
    v.maxLength(Math.ceil(BITS.most / 6), `has a ${name} of more than ${BITS.most} bits`),
    v.regex(/^[\w+/-]+={0,2}$/, `has a ${name} that is not base64url`),
  );
}

const modulus = v.pipe(
  number('n'),
  v.check((n) => numberIn(n) >= 2n ** (BITS.least - 1n), `is an RSA key of fewer than ${BITS.least} bits`),
  v.check(
    (n) => !hasRocaFingerprint(numberIn(n)),
    'is an RSA key that can be factored (ROCA, CVE-2017-15361)',
  ),
);

const exponent = v.pipe(
  number('e'),
  v.check((e) => numberIn(e) >= SMALLEST_EXPONENT, 'has an e below 3'),
);

/** With a point of small order, anybody can sign. */
const edwardsPoint = v.pipe(
  number('x'),
  v.check((x) => !SMALL_ORDER.has(numberIn(x) & ~0x80n), 'has an x of small order'),
);

const common = {
  kid: v.exactOptional(
    v.pipe(
      v.string('has a kid that is no text'),
      v.maxLength(LONGEST_KID, `has a kid of more than ${LONGEST_KID} characters`),
    ),
  ),
  use: v.exactOptional(v.literal('sig', 'is not for signatures (use)')),
  key_ops: v.exactOptional(
    v.pipe(
      v.array(v.unknown(), 'has key_ops that are no list'),
      v.includes('verify', 'is not for verifying (key_ops)'),
    ),
  ),
  alg: v.exactOptional(v.picklist(SIGNATURE_ALGORITHMS, 'is for another algorithm (alg)')),
};

const missing = ({ expected }: v.ObjectIssue) => `has no ${expected.replaceAll('"', '')}`;

const curve = v.picklist(['P-256', 'P-384', 'P-521'], 'is on another curve (crv)');
const jwk = v.variant(
  'kty',
  [
    v.object({ kty: v.literal('RSA'), ...common, n: modulus, e: exponent }, missing),
    v.object({ kty: v.literal('EC'), ...common, crv: curve, x: number('x'), y: number('y') }, missing),
    v.object(
      {
        kty: v.literal('OKP'),
        ...common,
        crv: v.literal('Ed25519', 'is on another curve (crv)'),
        x: edwardsPoint,
      },
      missing,
    ),
  ],
  'is of another kind (kty)',
);

/** A public key that may verify signatures. Members that do not matter for that are left out. */
export type Jwk = v.InferOutput<typeof jwk>;

/** Members of a private key (RFC 7518 §6.2.2, §6.3.2): shown in a key set, they let anyone sign. */
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth'];

/** Reads an entry. Fails with what is wrong with it, for the end of a sentence: "is an RSA key of fewer than 2048 bits". */
export function readJwk(entry: unknown): Result<Jwk, string> {
  const members = membersOf(entry);
  if (isPrivate(members)) return failure('shows its private half');
  const parsed = v.safeParse(jwk, members, { abortEarly: true });
  return parsed.success ? success(parsed.output) : failure(parsed.issues[0].message);
}

/** Whether the entry shows the private half of a key. */
export function isPrivate(members: object): boolean {
  return PRIVATE.some((name) => Object.hasOwn(members, name));
}

/** The members of an entry. Some issuers write members that they do not use as null, or empty: these are absent. */
export function membersOf(entry: unknown): Readonly<Record<string, unknown>> {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return {};
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}
