/**
 * Bad tokens for every word of "forged, expired, not yet valid, wrong issuer or audience, ID token, refresh
 * token, none, HMAC, embedded or remote keys, crit, b64, JWE, no exp, no sub, wrong JSON types, duplicate keys
 * in JSON, __proto__, other spellings of the base64 or of the signature, RSA below 2048".
 */
import { createHmac, createPublicKey } from 'node:crypto';
import { CompactEncrypt } from 'jose';
import { createSigner, encodePart, partsOf } from './token-signer.ts';
import type { TokenSigner } from './token-signer.ts';

/** What they are made from: the issuer's keys, the claims of a good token, and what an attacker has. */
export interface Material {
  readonly signer: TokenSigner;
  readonly ed25519: TokenSigner;
  readonly rsa: TokenSigner;
  /** In the issuer's key set, though it is too short. */
  readonly shortRsa: TokenSigner;
  readonly claims: (changes?: object) => object;
  readonly header: (changes?: object) => object;
  readonly issuer: string;
  readonly attackerUrl: string;
  /** What the local provider calls a refresh token. */
  readonly refreshToken: string;
}

type Token = string | Promise<string>;
export type BadTokens = Readonly<Record<string, (material: Material) => Token>>;

const attacker = createSigner('ES256', 'the-key');
const seconds = () => Math.floor(Date.now() / 1000);

/** Signed by the issuer: these claims instead of the good ones, these header members beside the good ones. */
function issued(claims: object, header: object = {}) {
  return (m: Material) => m.signer.sign(m.header(header), m.claims(claims));
}

/** Good, but for one part, which `change` makes anew. */
function changed(index: 0 | 1 | 2, change: (part: string, m: Material) => string) {
  return (m: Material) =>
    partsOf(good(m))
      .map((part, at) => (at === index ? change(part, m) : part))
      .join('.');
}

function good({ signer, header, claims }: Material): string {
  return signer.sign(header(), claims());
}

/** Signed by the attacker, with header members that lead to the attacker's key. */
function attackers(members: (m: Material) => object) {
  return (m: Material) => attacker.sign(m.header(members(m)), m.claims());
}

export const FORGED: BadTokens = {
  'forged: another subject after signing': changed(1, (_, m) => encodePart(m.claims({ sub: 'mallory' }))),
  'forged: a stronger sign-in put in after signing': (m) => {
    const [header, , signature] = partsOf(m.signer.sign(m.header(), m.claims({ acr: 'urn:test:loa:1' })));
    return `${header}.${encodePart(m.claims())}.${signature}`;
  },
  'forged: signed by another key of the same name': attackers(() => ({})),
  'forged: the signature of another token': (m) =>
    [...partsOf(good(m)).slice(0, 2), partsOf(m.signer.sign(m.header(), m.claims({ sub: 'bob' })))[2]].join(
      '.',
    ),
  'forged: a signature of zeros': changed(2, () => encodePart(new Uint8Array(64))),
  'forged: without a signature': changed(2, () => ''),
  'none, without a signature': changed(0, (_, m) => encodePart(m.header({ alg: 'none' }))),
  'none, with an empty signature': (m) =>
    `${encodePart(m.header({ alg: 'none' }))}.${encodePart(m.claims())}.`,
  'none, in mixed case': (m) => `${encodePart(m.header({ alg: 'nOnE' }))}.${encodePart(m.claims())}.`,
  'no algorithm at all': changed(0, (_, m) => encodePart(m.header({ alg: undefined }))),
  'HMAC with the public key in PEM as its secret': (m) => hmac(m, m.signer.publicKeyPem),
  'HMAC with the public key as JWK as its secret': (m) => hmac(m, JSON.stringify(m.signer.jwk)),
  'HMAC with an empty secret': (m) => hmac(m, ''),
};

export const OTHER_KEYS: BadTokens = {
  'jwk: the attacker’s key, embedded': attackers(() => ({ jwk: attacker.jwk })),
  'jwk: the issuer’s own key, embedded by the issuer': (m) =>
    m.signer.sign(m.header({ jwk: m.signer.jwk }), m.claims()),
  'jku: where the attacker’s key set is': attackers((m) => ({ jku: `${m.attackerUrl}/jwks` })),
  'x5u: where the attacker’s certificate is': attackers((m) => ({ x5u: `${m.attackerUrl}/certificate` })),
  'x5c: a certificate of the attacker’s': attackers(() => ({ x5c: ['MIIBszCCAVmgAwIBAgIU'] })),
  'jku, from the issuer itself': (m) => m.signer.sign(m.header({ jku: `${m.attackerUrl}/jwks` }), m.claims()),
  'wrong issuer: the attacker’s, whose discovery and key set could be fetched': (m) =>
    attacker.sign(m.header(), m.claims({ iss: m.attackerUrl })),
};

/** With a key that the issuer does not have, or that does not count: its key set may be fetched again at times. */
export const UNKNOWN_KEYS: BadTokens = {
  'RSA below 2048, though the issuer lists the key': (m) =>
    m.shortRsa.sign(m.header({ alg: 'RS256', kid: m.shortRsa.jwk.kid }), m.claims()),
  'jku, with a kid of the attacker’s': attackers((m) => ({ jku: `${m.attackerUrl}/jwks`, kid: 'other' })),
  'kid: a URL': attackers((m) => ({ kid: `${m.attackerUrl}/jwks` })),
  'kid: a property name': attackers(() => ({ kid: '__proto__' })),
};

export const NOT_FOR_US: BadTokens = {
  expired: issued({ exp: seconds() - 60 }),
  'expired long ago': issued({ exp: 1 }),
  'not yet valid': issued({ nbf: seconds() + 3600 }),
  'wrong issuer: one that is not trusted': issued({ iss: 'https://id.example.net' }),
  'wrong issuer: with a slash at its end': (m) =>
    m.signer.sign(m.header(), m.claims({ iss: `${m.issuer}/` })),
  'wrong issuer: with another host before it': (m) =>
    m.signer.sign(m.header(), m.claims({ iss: `${m.attackerUrl}/${m.issuer}` })),
  'no issuer': issued({ iss: undefined }),
  'wrong audience': issued({ aud: 'https://other.example.com' }),
  'wrong audience: a list of others': issued({ aud: ['https://other.example.com', 'app'] }),
  'wrong audience: only part of ours': issued({ aud: 'https://api.example.com.evil.example' }),
  'no audience': issued({ aud: undefined }),
  'ID token': issued({ aud: 'app', nonce: 'n', at_hash: 'h' }, { typ: 'JWT' }),
  'ID token for the audience of the API': issued({ nonce: 'n' }, { typ: 'JWT' }),
  'ID token without a type': issued({ nonce: 'n' }, { typ: undefined }),
  'refresh token of the provider': ({ refreshToken }) => refreshToken,
  'refresh token as a JWT': issued({}, { typ: 'refresh+jwt' }),
  'crit: a header that must be understood': issued({}, { crit: ['exp'], exp: seconds() + 600 }),
  'crit: empty': issued({}, { crit: [] }),
  'b64: false, and critical': issued({}, { b64: false, crit: ['b64'] }),
  'b64: false': issued({}, { b64: false }),
  'b64: true': issued({}, { b64: true }),
  'JWE: encrypted to the issuer’s key': (m) =>
    new CompactEncrypt(new TextEncoder().encode(good(m)))
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', cty: 'at+jwt', kid: m.signer.jwk.kid })
      .encrypt(createPublicKey(m.signer.publicKeyPem)),
  'JWE: five parts around a good token': (m) => `${encodePart(m.header({ enc: 'A256GCM' }))}..AAAA.AAAA.AAAA`,
  'JWE: a signed token that says it is encrypted': issued({}, { enc: 'A256GCM' }),
};

export const MALFORMED_JSON: BadTokens = {
  'no exp': issued({ exp: undefined }),
  'no sub': issued({ sub: undefined }),
  'wrong JSON type: exp as text': issued({ exp: String(seconds() + 600) }),
  'wrong JSON type: exp null': issued({ exp: null }),
  'wrong JSON type: sub as a number': issued({ sub: 7 }),
  'wrong JSON type: sub as a list': issued({ sub: ['alice'] }),
  'wrong JSON type: iss as a list': (m) => m.signer.sign(m.header(), m.claims({ iss: [m.issuer] })),
  'wrong JSON type: aud as an object': issued({ aud: { '0': 'https://api.example.com' } }),
  'wrong JSON type: aud with a number': issued({ aud: ['https://api.example.com', 7] }),
  'wrong JSON type: nbf as text': issued({ nbf: '0' }),
  'wrong JSON type: cnf as a list': issued({ cnf: [] }),
  'wrong JSON type: client_id as an object': issued({ client_id: {} }),
  'wrong JSON type: the payload a list': (m) => m.signer.sign(m.header(), [m.claims()]),
  'wrong JSON type: the payload null': (m) => m.signer.sign(m.header(), 'null'),
  'wrong JSON type: the header a list': (m) => m.signer.sign([m.header()], m.claims()),
  'wrong JSON type: kid as a number': issued({}, { kid: 7 }),
  'wrong JSON type: typ as a list': issued({}, { typ: ['at+jwt'] }),
  'no JSON at all': (m) => m.signer.sign(m.header(), 'sub=alice'),
  'duplicate keys in JSON: sub': (m) => m.signer.sign(m.header(), twice(m.claims(), '"sub":"bob"')),
  'duplicate keys in JSON: sub, once escaped': (m) =>
    m.signer.sign(m.header(), twice(m.claims(), '"s\\u0075b":"bob"')),
  'duplicate keys in JSON: acr': (m) =>
    m.signer.sign(m.header(), twice(m.claims(), '"acr":"urn:test:loa:3"')),
  'duplicate keys in JSON: in an inner object': (m) =>
    m.signer.sign(m.header(), twice(m.claims(), '"act":{"sub":"a","sub":"b"}')),
  'duplicate keys in JSON: typ in the header': (m) =>
    m.signer.sign(twice(m.header(), '"typ":"at+jwt"'), m.claims()),
  '__proto__ among the claims': (m) =>
    m.signer.sign(m.header(), twice(m.claims(), '"__proto__":{"acr":"urn:test:loa:3"}')),
  '__proto__ instead of the claims': (m) =>
    m.signer.sign(m.header(), `{"__proto__":${JSON.stringify(m.claims())}}`),
  '__proto__ in the header': (m) => m.signer.sign(twice(m.header(), '"__proto__":{"crit":[]}'), m.claims()),
};

function hmac({ header, claims }: Material, secret: string): string {
  const input = `${encodePart(header({ alg: 'HS256' }))}.${encodePart(claims())}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

/** The same object as JSON, with `member` after its own. */
function twice(object: object, member: string): string {
  return JSON.stringify(object).replace(/}$/, `,${member}}`);
}
