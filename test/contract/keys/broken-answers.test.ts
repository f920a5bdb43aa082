/** A server of keys that answers in an odd way: what can be read is read, and every failure ends, says why, and is over. */
import type { ServerResponse } from 'node:http';
import * as v from 'valibot';
import { startIssuer } from '../../support/tokens/issuer.ts';
import type { TestIssuer } from '../../support/tokens/issuer.ts';
import { testVerifier } from '../../support/tokens/test-verifier.ts';
import { IMPATIENT, PATIENT } from '../../support/time/moved-time.ts';
import { stretchedLimits } from '../../support/time/stretched-limits.ts';
import { until } from '../../support/time/until.ts';

const SIGNAL = new AbortController().signal;
const time = stretchedLimits();

let issuer: TestIssuer;
let ahead = 0;
const heard: string[] = [];

beforeEach(async () => {
  ahead = 0;
  heard.length = 0;
  time().setPatience(PATIENT);
  issuer = await startIssuer();
});
afterEach(() => issuer.close());

const verifier = (fields: object = {}) =>
  testVerifier(issuer.issuer, {
    clock: () => Date.now() + ahead,
    fields,
    events: { onStale: () => heard.push('stale'), onNotRenewed: () => heard.push('not renewed') },
  });
const signed = () => issuer.sign({ exp: Math.floor(Date.now() / 1000) + 86_400 });
const keySet = () => JSON.stringify({ keys: [issuer.publicJwk()] });
const answer = (respond: (response: ServerResponse) => void) => {
  issuer.answer((_, response) => {
    respond(response);
  });
};
const reasonOf = async (fields: object = {}) =>
  verifier(fields)
    .verify(await signed(), SIGNAL)
    .then(() => 'no failure')
    .catch(textOf);
/** The error and its causes, each with its name: those of Node.js are no instances of this realm's Error. */
const textOf = (error: unknown): string =>
  v.is(failure, error) ? `${error.name}: ${error.message} (${textOf(error.cause)})` : '';
const failure = v.object({ name: v.string(), message: v.string(), cause: v.optional(v.unknown()) });

test('a server that switches to another protocol is a failure that ends, and no request waits for it later', async () => {
  const tokens = verifier();
  answer((response) =>
    response.socket?.write(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    ),
  );
  await expect(tokens.verify(await signed(), SIGNAL)).rejects.toThrow(/cannot be fetched/);
  issuer.recover();
  ahead = 3_000;
  expect((await tokens.verify(await signed(), SIGNAL)).ok).toBe(true);
});

test.each([
  ['a whole answer that never ends', (response: ServerResponse) => response.writeHead(200).write('{')],
  ['no answer', () => undefined],
])('the log says that it took too long: %s', async (_, respond) => {
  answer(respond);
  time().setPatience(IMPATIENT);
  expect(await reasonOf()).toMatch(/no whole answer from http:\S+\/jwks \(TimeoutError: /);
});

test('the log says which of the documents did not come', async () => {
  issuer.answerDiscovery((_, response) => response.destroy());
  expect(await reasonOf()).toMatch(/no whole answer from \S+openid-configuration \(Error: socket hang up/);
});

test('the log has no query of an address, which may hold the key of an account', async () => {
  const jwksUri = `${issuer.issuer}/jwks?key=AIzaSecret`;
  const answers: ((response: ServerResponse) => void)[] = [
    (response) => response.destroy(),
    (response) => response.writeHead(500).end(),
    (response) => response.end('<html>'),
    (response) => response.end('x'.repeat(300_000)),
  ];
  for (const respond of answers) {
    answer(respond);
    const reason = await reasonOf({ jwksUri });
    expect(reason).toContain('/jwks?(...)');
    expect(reason).not.toContain('AIza');
  }
});

test('keys that the discovery document places behind a user and a password are not fetched', async () => {
  issuer.answerDiscovery((_, response) =>
    response.end(
      JSON.stringify({
        issuer: issuer.issuer,
        jwks_uri: `${issuer.issuer.replace('//', '//user:pass@')}/jwks`,
      }),
    ),
  );
  expect(await reasonOf()).toMatch(/names a jwks_uri with a user or a password/);
  expect(issuer.fetches()).toBe(0);
});

const READABLE: readonly (readonly [string, (response: ServerResponse) => void])[] = [
  ['with a byte order mark', (response) => response.end(`\uFEFF${keySet()}`)],
  ...['utf-8', 'UTF-8', 'aws-chunked', ''].map((encoding): (typeof READABLE)[number] => [
    `whose Content-Encoding is "${encoding}"`,
    (response) => response.writeHead(200, { 'content-encoding': encoding }).end(keySet()),
  ]),
];

test.each(READABLE)('a key set is read %s', async (_, respond) => {
  answer(respond);
  expect((await verifier().verify(await signed(), SIGNAL)).ok).toBe(true);
});

test('the deadline of one request ends its fetch, tells nobody, and fails no other that waits for the same keys', async () => {
  const tokens = verifier();
  await tokens.verify(await signed(), SIGNAL);
  answer(() => undefined);
  ahead = 301_000;
  const before = issuer.fetches();
  const [first, second] = [new AbortController(), new AbortController()];
  const [early, late] = [await signed(), await issuer.sign({ sub: 'bob', exp: 9_999_999_999 })];
  const given = tokens.verify(early, first.signal);
  await until('the fetch', () => issuer.fetches() > before);
  const waiting = tokens.verify(late, second.signal);
  issuer.recover();
  first.abort(new Error('the deadline'));
  await expect(given).rejects.toThrow('the deadline');
  expect((await waiting).ok).toBe(true);
  expect(issuer.fetches()).toBe(before + 2);
  expect(heard).toEqual([]);
});
