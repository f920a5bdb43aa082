/** Where the keys of an issuer come from. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { closeServer, listenOnLoopback } from '../../support/loopback-server.ts';
import { stretchedLimits } from '../../support/time/stretched-limits.ts';
import { PATIENT } from '../../support/time/moved-time.ts';
import { createAuthority } from '../../support/tokens/certificate.ts';
import { startIssuer } from '../../support/tokens/issuer.ts';
import type { TestIssuer } from '../../support/tokens/issuer.ts';
import { testVerifier } from '../../support/tokens/test-verifier.ts';

const SIGNAL = new AbortController().signal;
const time = stretchedLimits();

let issuer: TestIssuer;
beforeEach(async () => {
  time().setPatience(PATIENT);
  issuer = await startIssuer();
});
afterEach(() => issuer.close());

const answer = (respond: (request: IncomingMessage, response: ServerResponse) => void) => {
  issuer.answer(respond);
};
const keySet = () => JSON.stringify({ keys: [issuer.publicJwk()] });
const signed = (claims: object = {}, header: object = {}) =>
  issuer.sign({ exp: Math.floor(Date.now() / 1000) + 86_400, ...claims }, header);

describe('keys in the trust config', () => {
  const jwks = () => ({ keys: [issuer.publicJwk()] });

  test('count, and nothing is ever fetched: not for a new key, not when hours have passed [static-keys-fetch-nothing]', async () => {
    let ahead = 0;
    let discoveries = 0;
    issuer.answerDiscovery(() => (discoveries += 1));
    const tokens = testVerifier(issuer.issuer, { clock: () => Date.now() + ahead, fields: { jwks: jwks() } });
    for (ahead of [0, 400_000, 4_000_000, 40_000_000]) {
      await expect(tokens.verify(await signed(), SIGNAL)).resolves.toMatchObject({ ok: true });
      await expect(tokens.verify(await signed({}, { kid: 'new' }), SIGNAL)).resolves.toMatchObject({
        error: { code: 'unknown_key' },
      });
    }
    expect([issuer.fetches(), discoveries]).toEqual([0, 0]);
  });

  test('count without a kid, for tokens with and without one', async () => {
    const { kid: _, ...key } = issuer.publicJwk();
    const tokens = testVerifier(issuer.issuer, { fields: { jwks: { keys: [key] } } });
    for (const kid of ['key-0', 'another', undefined])
      expect((await tokens.verify(await issuer.sign({}, { kid }), SIGNAL)).ok).toBe(true);
  });

  test('do not let in what another key has signed', async () => {
    const tokens = testVerifier(issuer.issuer, { fields: { jwks: jwks() } });
    const [header, payload, signature] = [await signed({ sub: 'a' }), await signed({ sub: 'b' })].flatMap(
      (token, at) => token.split('.').filter((_, part) => (at === 0 ? part < 2 : part === 2)),
    );
    expect(await tokens.verify(`${header}.${payload}.${signature}`, SIGNAL)).toMatchObject({
      error: { code: 'signature' },
    });
  });
});

test('a key set is fetched from an address with a query, as it is written', async () => {
  const asked: unknown[] = [];
  answer((request, response) => {
    asked.push(request.url);
    response.end(keySet());
  });
  const jwksUri = `${issuer.issuer}/keys?p=B2C_1_sign_in&v=1%2F2`;
  expect((await testVerifier(issuer.issuer, { fields: { jwksUri } }).verify(await signed(), SIGNAL)).ok).toBe(
    true,
  );
  expect(asked).toEqual(['/keys?p=B2C_1_sign_in&v=1%2F2']);
});

describe('an issuer that is no OpenID provider', () => {
  /** An authorization server with only the document of RFC 8414, for an issuer with a path or without. */
  async function startAuthorizationServer(path: string, document: (origin: string) => object) {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      if (request.url === `/.well-known/oauth-authorization-server${path}`)
        response.end(JSON.stringify(document(origin)));
      else if (request.url === '/jwks') response.end(keySet());
      else response.writeHead(404).end();
    });
    const origin = await listenOnLoopback(server);
    return { origin, asked, close: () => closeServer(server) };
  }

  test.each(['', '/tenant'])(
    'is found by its authorization server metadata (RFC 8414): path "%s"',
    async (path) => {
      const server = await startAuthorizationServer(path, (origin) => ({
        issuer: `${origin}${path}`,
        jwks_uri: `${origin}/jwks`,
      }));
      const iss = `${server.origin}${path}`;
      expect((await testVerifier(iss).verify(await signed({ iss }), SIGNAL)).ok).toBe(true);
      expect(server.asked).toEqual([
        `${path}/.well-known/openid-configuration`,
        `/.well-known/oauth-authorization-server${path}`,
        '/jwks',
      ]);
      await server.close();
    },
  );

  test('is not believed where the document names another issuer (RFC 8414 §3.3)', async () => {
    const server = await startAuthorizationServer('', (origin) => ({
      issuer: `${origin}/other`,
      jwks_uri: `${origin}/jwks`,
    }));
    const iss = server.origin;
    await expect(testVerifier(iss).verify(await signed({ iss }), SIGNAL)).rejects.toThrow(/cannot be read/);
    expect(server.asked).not.toContain('/jwks');
    await server.close();
  });
});

describe('a key set that takes its time', () => {
  /** By the limit that the fetch sets itself: the signal of the request has none here. */
  const limitsSet = () => {
    const limits: number[] = [];
    jest.spyOn(AbortSignal, 'timeout').mockImplementation((limit) => {
      limits.push(limit);
      return new AbortController().signal;
    });
    return limits;
  };
  afterEach(() => {
    jest.restoreAllMocks();
  });

  test.each([
    [undefined, 1_000],
    [1.5, 1_500],
    [0.25, 250],
  ])('is waited for as long as its issuer may take: keySetTimeout %p', async (keySetTimeout, limit) => {
    const limits = limitsSet();
    const tokens = testVerifier(issuer.issuer, {
      fields: keySetTimeout === undefined ? {} : { keySetTimeout },
    });
    expect((await tokens.verify(await signed(), SIGNAL)).ok).toBe(true);
    // Discovery and key set have one limit.
    expect(limits).toEqual([limit]);
  });

  test('ends in a refusal that is ours, and holds no later request up', async () => {
    answer(() => undefined);
    const tokens = testVerifier(issuer.issuer, { fields: { keySetTimeout: 0.25 } });
    time().setPatience(1);
    await expect(tokens.verify(await signed(), SIGNAL)).rejects.toThrow(/cannot be fetched/);
    await expect(tokens.verify(await signed(), SIGNAL)).rejects.toThrow(/cannot be fetched/);
    expect(issuer.fetches()).toBe(1);
  });
});

describe('a private certificate authority', () => {
  const authority = createAuthority('The private authority');
  const stranger = createAuthority('Another authority');
  const started: Server[] = [];
  afterEach(async () => {
    for (const server of started.splice(0)) await closeServer(server);
  });

  /** The key set over TLS, with a certificate of `by`. */
  async function startSecure(by = authority) {
    let served = 0;
    const server = createHttpsServer(by.issue(), (_, response) => {
      served += 1;
      response.end(keySet());
    });
    const origin = await listenOnLoopback(server);
    started.push(server);
    return { jwksUri: `${origin}/jwks`, served: () => served };
  }

  const verdict = async (fields: object) =>
    testVerifier(issuer.issuer, { fields })
      .verify(await signed(), SIGNAL)
      .then(({ ok }) => ok)
      .catch((error: unknown) => String(error));

  test('that the trust config names is trusted for its issuer, and for no other [named-authorities-alone]', async () => {
    const secure = await startSecure();
    const { jwksUri } = secure;
    expect(await verdict({ jwksUri, certificateAuthorities: [authority.own.cert] })).toBe(true);
    expect(await verdict({ jwksUri })).toMatch(/cannot be fetched/);
    expect(await verdict({ jwksUri, certificateAuthorities: [stranger.own.cert] })).toMatch(
      /cannot be fetched/,
    );
    expect(await verdict({ jwksUri, certificateAuthorities: [stranger.own.cert, authority.own.cert] })).toBe(
      true,
    );
    expect(await verdict({ jwksUri, certificateAuthorities: [stranger.own.cert + authority.own.cert] })).toBe(
      true,
    );
    expect(secure.served()).toBe(3);
  });

  test('does not vouch for the certificates of others', async () => {
    const secure = await startSecure(stranger);
    expect(await verdict({ jwksUri: secure.jwksUri, certificateAuthorities: [authority.own.cert] })).toMatch(
      /cannot be fetched/,
    );
    expect(secure.served()).toBe(0);
  });
});
