/** An issuer for tests: real keys, real signatures, and a real HTTP server for its key set. */
import { createPublicKey } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { CompactSign, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import { closeServer, listenOnLoopback } from '../loopback-server.ts';
import { encodePart } from './token-signer.ts';

export interface TestIssuer {
  readonly issuer: string;
  /** How often the key set has been asked for. */
  readonly fetches: () => number;
  /** Replaces how the key set is answered. */
  readonly answer: (respond: (request: IncomingMessage, response: ServerResponse) => void) => void;
  /** Replaces how the discovery document is answered. */
  readonly answerDiscovery: (respond: (request: IncomingMessage, response: ServerResponse) => void) => void;
  /** Answers with the key set, now. */
  readonly respond: (response: ServerResponse) => void;
  /** Answers with the discovery document and the key set again. */
  readonly recover: () => void;
  /** Gives the issuer a new key, so that tokens signed before are no longer accepted. */
  readonly rotate: () => Promise<void>;
  readonly sign: (claims?: object, header?: object) => Promise<string>;
  /** Signs a payload as it stands. */
  readonly signText: (payload: string, typ?: string) => Promise<string>;
  /** Signs both parts as they are, without reading them (ES256 only). */
  readonly signParts: (header: string | Uint8Array, payload: string | Uint8Array) => Promise<string>;
  readonly publicKeyPem: () => string;
  readonly publicJwk: () => JWK;
  /** Closes the connections that are open, such as those that a client keeps for its next request. */
  readonly hangUp: () => void;
  readonly close: () => Promise<void>;
}

export const AUDIENCE = 'https://api.example.com';

/** Starts an issuer on loopback that signs with `alg`. */
export async function startIssuer(alg = 'ES256'): Promise<TestIssuer> {
  let generation = 0;
  let keys = await newKey(alg, generation);
  let count = 0;
  const keySet = (_: IncomingMessage, response: ServerResponse) =>
    response.end(JSON.stringify({ keys: [keys.jwk] }));
  const discovery = (_: IncomingMessage, response: ServerResponse) =>
    response.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/jwks` }));
  let respond: (request: IncomingMessage, response: ServerResponse) => void = keySet;
  let respondDiscovery: (request: IncomingMessage, response: ServerResponse) => void = discovery;

  const server = createServer((request, response) => {
    if (request.url === '/.well-known/openid-configuration') {
      respondDiscovery(request, response);
      return;
    }
    count += 1;
    respond(request, response);
  });
  const issuer = await listenOnLoopback(server);

  return {
    issuer,
    fetches: () => count,
    answer: (other) => {
      respond = other;
    },
    respond: (response) => {
      response.end(JSON.stringify({ keys: [keys.jwk] }));
    },
    answerDiscovery: (other) => {
      respondDiscovery = other;
    },
    recover: () => {
      respond = keySet;
      respondDiscovery = discovery;
    },
    publicJwk: () => keys.jwk,
    hangUp: () => {
      server.closeAllConnections();
    },
    rotate: async () => {
      generation += 1;
      keys = await newKey(alg, generation);
    },
    sign: (claims, header) => sign(issuer, alg, keys, claims, header),
    signText: (payload, typ = 'at+jwt') =>
      new CompactSign(new TextEncoder().encode(payload))
        .setProtectedHeader({ alg, typ, kid: keys.jwk.kid ?? '' })
        .sign(keys.privateKey),
    signParts: (header, payload) => signParts(keys.privateKey, header, payload),
    publicKeyPem: () =>
      createPublicKey({ key: { ...keys.jwk }, format: 'jwk' })
        .export({ type: 'spki', format: 'pem' })
        .toString(),
    close: () => closeServer(server),
  };
}

async function newKey(alg: string, generation: number) {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid: `key-${generation}`, use: 'sig', alg };
  return { privateKey, jwk };
}

async function sign(
  issuer: string,
  alg: string,
  { privateKey, jwk }: Awaited<ReturnType<typeof newKey>>,
  claims: object = {},
  header: object = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    iss: issuer,
    sub: 'alice',
    aud: AUDIENCE,
    client_id: 'app',
    scope: 'payments:write',
    acr: 'loa2',
    amr: ['pwd'],
    auth_time: now - 10,
    iat: now,
    exp: now + 300,
    ...claims,
  };
  return new SignJWT(payload)
    .setProtectedHeader({ alg, typ: 'at+jwt', kid: jwk.kid ?? '', ...header })
    .sign(privateKey);
}

async function signParts(
  key: CryptoKey,
  header: string | Uint8Array,
  payload: string | Uint8Array,
): Promise<string> {
  const input = `${encodePart(header)}.${encodePart(payload)}`;
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, Buffer.from(input));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}
