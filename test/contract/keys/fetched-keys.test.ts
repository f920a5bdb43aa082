/** When the keys of an issuer are fetched, and what becomes of its tokens when they cannot be. */
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { startIssuer } from '../../support/tokens/issuer.ts';
import type { TestIssuer } from '../../support/tokens/issuer.ts';
import { testVerifier } from '../../support/tokens/test-verifier.ts';
import { IMPATIENT, PATIENT } from '../../support/time/moved-time.ts';
import { stretchedLimits } from '../../support/time/stretched-limits.ts';

let issuer: TestIssuer;
let ahead = 0;
const SIGNAL = new AbortController().signal;
const stale: string[] = [];

const time = stretchedLimits();
const verifier = () =>
  testVerifier(issuer.issuer, {
    clock: () => Date.now() + ahead,
    events: { onStale: (one) => stale.push(one) },
  });

beforeEach(async () => {
  time().setPatience(PATIENT);
  ahead = 0;
  stale.length = 0;
  issuer = await startIssuer();
});
afterEach(() => issuer.close());

describe('the key set', () => {
  test('is fetched once for many tokens', async () => {
    const tokens = verifier();
    for (const sub of ['a', 'b', 'c']) await tokens.verify(await issuer.sign({ sub }), SIGNAL);
    expect(issuer.fetches()).toBe(1);
  });

  test('is fetched once when many requests need it at the same time', async () => {
    const tokens = verifier();
    const signed = await Promise.all(['a', 'b', 'c'].map((sub) => issuer.sign({ sub })));
    await Promise.all(signed.map((token) => tokens.verify(token, SIGNAL)));
    expect(issuer.fetches()).toBe(1);
  });

  test('a key that the issuer removed is refused within ten minutes [removed-key-ten-minutes]', async () => {
    const tokens = verifier();
    const signed = await issuer.sign({ exp: Math.floor(Date.now() / 1000) + 3600 });
    expect((await tokens.verify(signed, SIGNAL)).ok).toBe(true);
    await issuer.rotate();
    ahead = 600_000;
    expect(await tokens.verify(signed, SIGNAL)).toMatchObject({
      ok: false,
      error: { code: 'unknown_key' },
    });
  });

  test('a new key is found a second after the last fetch, and unknown keys cost one fetch in that time', async () => {
    const tokens = verifier();
    await tokens.verify(await issuer.sign(), SIGNAL);
    await issuer.rotate();
    const fresh = await issuer.sign();
    expect((await tokens.verify(fresh, SIGNAL)).ok).toBe(false);
    expect(issuer.fetches()).toBe(1);
    ahead = 1_500;
    expect((await tokens.verify(fresh, SIGNAL)).ok).toBe(true);
    for (const kid of ['x', 'y', 'z']) await tokens.verify(await issuer.sign({}, { kid }), SIGNAL);
    expect(issuer.fetches()).toBe(2);
  });

  test('a token of a new key is not called invalid while a refresh that is due fails [unfetched-keys-close]', async () => {
    const tokens = verifier();
    await tokens.verify(await issuer.sign(), SIGNAL);
    await issuer.rotate();
    issuer.answer((_, response) => response.writeHead(500).end());
    const fresh = await issuer.sign({ exp: Math.floor(Date.now() / 1000) + 3600 });
    ahead = 301_000;
    await expect(tokens.verify(fresh, SIGNAL)).rejects.toThrow(/key set .* cannot be fetched/);
    expect(stale).toEqual([issuer.issuer]);
    issuer.recover();
    ahead = 304_000;
    expect((await tokens.verify(fresh, SIGNAL)).ok).toBe(true);
  });

  const answers: readonly (readonly [string, (response: ServerResponse) => void])[] = [
    ['unreachable', (response) => response.destroy()],
    ['silent', () => undefined],
    ['redirecting', (response) => response.writeHead(302, { location: '/jwks2' }).end()],
    ['huge', (response) => response.end(JSON.stringify({ keys: ['x'.repeat(300_000)] }))],
    ['no JSON', (response) => response.end('<html>')],
    ['packed in another way', (response) => response.writeHead(200, { 'content-encoding': 'br' }).end('{}')],
    [
      'a broken package',
      (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('{"keys":[]}'),
    ],
  ];

  test.each(answers)(
    '%s: no token is verified while there are no keys, and those in memory stay in use [stale-keys-one-hour]',
    async (_, respond) => {
      const cold = verifier();
      const warm = verifier();
      const token = await issuer.sign();
      await warm.verify(token, SIGNAL);
      issuer.answer((_, response) => {
        respond(response);
      });
      // From here until the issuer recovers, only a limit ends a fetch that is not answered.
      time().setPatience(IMPATIENT);
      await expect(cold.verify(token, SIGNAL)).rejects.toThrow(/key set/);
      ahead = 301_000;
      const later = await issuer.sign({ exp: Math.floor(Date.now() / 1000) + 3600 });
      expect((await warm.verify(later, SIGNAL)).ok).toBe(true);
      expect(stale).toEqual([issuer.issuer]);
      ahead = 3_700_000;
      const muchLater = await issuer.sign({ exp: Math.floor(Date.now() / 1000) + 7200 });
      await expect(warm.verify(muchLater, SIGNAL)).rejects.toThrow(/key set/);
      time().setPatience(PATIENT);
      issuer.recover();
      ahead = 3_710_000;
      expect((await warm.verify(muchLater, SIGNAL)).ok).toBe(true);
    },
  );

  test.each([
    ['a page', (response: ServerResponse) => response.end('<html>'), /was fetched, but cannot be read/],
    ['a list of keys', (response: ServerResponse) => response.end('[]'), /was fetched, but cannot be read/],
    [
      'too many keys',
      (response: ServerResponse) => response.end(JSON.stringify({ keys: Array(101).fill({}) })),
      /cannot be read/,
    ],
    [
      'a failure',
      (response: ServerResponse) => response.writeHead(500).end('{"keys":[]}'),
      /cannot be fetched/,
    ],
    ['nothing', (response: ServerResponse) => response.destroy(), /cannot be fetched/],
  ])('that is %s is called what it is, also while it is not asked for again', async (_, respond, problem) => {
    const tokens = verifier();
    issuer.answer((_request, response) => respond(response));
    const token = await issuer.sign();
    for (let again = 0; again < 2; again += 1)
      await expect(tokens.verify(token, SIGNAL)).rejects.toMatchObject({
        name: problem.source.includes('read') ? 'KeySetUnreadable' : 'KeySetUnavailable',
        message: expect.stringMatching(problem),
      });
    expect(issuer.fetches()).toBe(1);
  });

  test('is read when it comes packed', async () => {
    const set = gzipSync(JSON.stringify({ keys: [issuer.publicJwk()] }));
    issuer.answer((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(set));
    expect((await verifier().verify(await issuer.sign(), SIGNAL)).ok).toBe(true);
  });
});
