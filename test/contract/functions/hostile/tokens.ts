/**
 * Tokens that must open nothing, made from a good one by the attacks of RFC 8725 §2 and §3, RFC 7515 §10,
 * RFC 9068 §4 and §5, and what is published against JWT libraries. Each has a name that says what it does.
 */
import * as v from 'valibot';
import { wronglyIssuedTokens } from './wrongly-issued-tokens.ts';
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';

export interface HostileToken {
  readonly name: string;
  readonly token: string;
}

/** What the attacker has: a good token, and an issuer that signs all claims and headers. */
export interface Victim {
  readonly good: string;
  readonly publicKeyPem: string;
  readonly sign: (claims: object, header?: object) => Promise<string>;
}

type Json = Record<string, unknown>;

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

export async function hostileTokens(victim: Victim): Promise<HostileToken[]> {
  return [
    ...forgedSignatures(victim),
    ...forgedHeaders(victim),
    ...spellings(victim.good),
    ...otherShapes(victim.good),
    ...(await wronglyIssuedTokens(victim.sign)),
  ];
}

function partsOf(token: string) {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const read = (part: string): Json =>
    v.parse(v.record(v.string(), v.unknown()), JSON.parse(Buffer.from(part, 'base64url').toString()));
  return { header, payload, signature, headerJson: read(header), payloadJson: read(payload) };
}

function forgedSignatures({ good, publicKeyPem }: Victim): HostileToken[] {
  const { header, payload, signature, headerJson, payloadJson } = partsOf(good);
  const bytes = Buffer.from(signature, 'base64url');
  const flipped = Array.from({ length: bytes.length }, (_, index) => {
    const changed = Buffer.from(bytes);
    changed[index] = (changed[index] ?? 0) ^ 1;
    return {
      name: `signature with byte ${index} changed`,
      token: `${header}.${payload}.${encodeBytes(changed)}`,
    };
  });
  const hmacs = ['HS256', 'HS384', 'HS512'].flatMap((alg) =>
    [publicKeyPem, publicKeyPem.trim(), '', 'secret', JSON.stringify(headerJson)].map((key, index) => {
      const input = `${encode({ ...headerJson, alg })}.${payload}`;
      const mac = createHmac(`sha${alg.slice(2)}`, key === '' ? Buffer.alloc(0) : key)
        .update(input)
        .digest('base64url');
      return {
        name: `${alg} with key ${index}: the public key as a secret, or a guess`,
        token: `${input}.${mac}`,
      };
    }),
  );
  const others = [
    ['empty', ''],
    ['of zeros, as many as ES256 has (CVE-2022-21449)', encodeBytes(Buffer.alloc(64))],
    ['of one zero', encodeBytes(Buffer.alloc(1))],
    ['twice as long', encodeBytes(Buffer.concat([bytes, bytes]))],
    ['cut in half', encodeBytes(bytes.subarray(0, 32))],
    ['in DER', encodeBytes(Buffer.from('3006020100020100', 'hex'))],
    ['of another token', encodeBytes(Buffer.from(bytes).reverse())],
  ].map(([what, value]) => ({
    name: `signature ${what ?? ''}`,
    token: `${header}.${payload}.${value ?? ''}`,
  }));
  const changes: Json[] = [
    { sub: 'mallory' },
    { acr: 'loa9' },
    { exp: 9_999_999_999 },
    { scope: 'admin' },
    { client_id: 'other' },
    { auth_time: 9 },
  ];
  const changed = changes.map((change) => ({
    name: `payload changed after signing: ${JSON.stringify(change)}`,
    token: `${header}.${encode({ ...payloadJson, ...change })}.${signature}`,
  }));
  return [...flipped, ...hmacs, ...others, ...changed, ...foreignKeys(headerJson, payload)];
}

/** Signed by keys of the attacker's own, which the header brings or names. */
function foreignKeys(headerJson: Json, payload: string): HostileToken[] {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' });
  const headers: Json[] = [
    {},
    { jwk },
    { jwk: { ...jwk, kid: headerJson.kid } },
    { jku: 'http://127.0.0.1:1/jwks' },
    { x5u: 'http://127.0.0.1:1/cert' },
    { x5c: ['AAAA'] },
    { kid: 'mine' },
    { kid: '../../../../dev/null' },
    { kid: "' UNION SELECT 'key" },
    { kid: '|id' },
    { kid: 'constructor' },
    { kid: '__proto__' },
  ];
  return headers.map((extra) => {
    const input = `${encode({ ...headerJson, ...extra })}.${payload}`;
    const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return {
      name: `a key of the attacker's: ${JSON.stringify(extra).slice(0, 60)}`,
      token: `${input}.${encodeBytes(signature)}`,
    };
  });
}

function forgedHeaders({ good }: Victim): HostileToken[] {
  const { payload, signature, headerJson } = partsOf(good);
  const algorithms = [
    'none',
    'None',
    'NONE',
    'nOnE',
    '',
    ' ES256',
    'es256',
    'ES256K',
    'PS256',
    'RS256',
    'ES384',
    'ES512',
    'EdDSA',
    'HS256',
    null,
    7,
    ['ES256'],
    { a: 1 },
  ];
  return algorithms.flatMap((alg) => [
    {
      name: `alg ${JSON.stringify(alg)} with the old signature`,
      token: `${encode({ ...headerJson, alg })}.${payload}.${signature}`,
    },
    {
      name: `alg ${JSON.stringify(alg)} without a signature`,
      token: `${encode({ ...headerJson, alg })}.${payload}.`,
    },
  ]);
}

/** The same token, spelt otherwise: a deny list or a cache on its text would not know it. */
function spellings(good: string): HostileToken[] {
  const { header, payload, signature } = partsOf(good);
  const all = [header, payload, signature];
  const padded = [0, 1, 2].flatMap((index) =>
    ['=', '==', '\n', ' ', '%3D', '\u0000', '+', '/'].map((suffix) => ({
      name: `part ${index} followed by ${JSON.stringify(suffix)}`,
      token: all.map((part, at) => (at === index ? part + suffix : part)).join('.'),
    })),
  );
  return [
    ...padded,
    {
      name: 'standard base64 instead of base64url',
      token: all.map((part) => Buffer.from(part, 'base64url').toString('base64')).join('.'),
    },
    { name: 'loose last bits in the signature', token: `${header}.${payload}.${looseBits(signature)}` },
    {
      name: 'a byte order mark before the payload',
      token: `${header}.${encode(`\uFEFF${Buffer.from(payload, 'base64url').toString()}`)}.${signature}`,
    },
    { name: 'upper case', token: good.toUpperCase() },
  ];
}

function otherShapes(good: string): HostileToken[] {
  const { header, payload, signature } = partsOf(good);
  const shapes = [
    '',
    '.',
    '..',
    '...',
    header,
    `${header}.${payload}`,
    `${header}.${payload}.${signature}.`,
    `.${payload}.${signature}`,
    `${header}..${signature}`,
    `${header}.${payload}.${signature}.${signature}.${signature}`,
    `${good}${good}`,
    'null',
    '{}',
    '[]',
    '-',
    '%00',
    'a'.repeat(10_000),
    '.'.repeat(10_000),
    `${'a'.repeat(3_000)}.${'a'.repeat(3_000)}.${'a'.repeat(3_000)}`,
  ];
  const bodies = [
    'null',
    '[]',
    '"text"',
    '7',
    'true',
    '{',
    '',
    '{"a":1',
    '[[[[',
    `${'['.repeat(3_000)}${']'.repeat(3_000)}`,
    `${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`,
  ];
  return [
    ...shapes.map((token, index) => ({ name: `shape ${index}: ${token.slice(0, 20)}`, token })),
    ...bodies.flatMap((body, index) => [
      { name: `payload that is no object ${index}`, token: `${header}.${encode(body)}.${signature}` },
      { name: `header that is no object ${index}`, token: `${encode(body)}.${payload}.${signature}` },
    ]),
  ];
}

function encodeBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

function looseBits(part: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return part.slice(0, -1) + (alphabet[alphabet.indexOf(part.at(-1) ?? 'A') + 1] ?? 'B');
}
