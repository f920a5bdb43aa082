import { createServer } from 'node:http';
import { casesOf } from '../../support/effort.ts';
import { startFaultyApi } from '../../support/stacks/faulty-api.ts';
import type { FaultyApi } from '../../support/stacks/faulty-api.ts';
import * as faults from './key-set-faults.ts';
import type { KeySetFault } from './key-set-faults.ts';
import { closeServer, listenOnLoopback } from '../../support/loopback-server.ts';
import { IMPATIENT, LESS_PATIENT, PATIENT } from '../../support/time/moved-time.ts';

/** In milliseconds: when a refresh is due, when keys in memory end, and when a failed fetch is tried again. */
const REFRESH_DUE = 301_000;
const TOO_OLD = 3_601_000;
const TRIED_AGAIN = 2_100;

let api: FaultyApi;
/** The server to which a redirect, a header or a discovery document points. */
let elsewhere: string;
let visits = 0;
const other = createServer((_, response) => {
  visits += 1;
  api.issuer.respond(response);
});

beforeAll(async () => {
  api = await startFaultyApi();
  elsewhere = await listenOnLoopback(other);
});
afterAll(async () => {
  await api.close();
  await closeServer(other);
});
beforeEach(() => {
  visits = 0;
  api.reset();
});

const statusOf = async (token: string) => (await api.call('GET /accounts', token)).status;

async function expectUnavailable(): Promise<void> {
  const { status, headers } = await api.call('GET /accounts', await api.strong());
  expect([status, headers.get('retry-after')]).toEqual([503, '5']);
}

const good = () => api.issuer.publicJwk();

const KEY_SET: readonly (readonly [string, () => KeySetFault])[] = [
  ['is reset', () => faults.reset],
  ['is silent', () => faults.silence],
  ['drips', () => faults.drip],
  ...[301, 302, 303, 307, 308].map((status): [string, () => KeySetFault] => [
    `redirects with ${status}`,
    () => faults.redirectTo(status, `${elsewhere}/jwks`),
  ]),
  ['is huge, and says so', () => faults.hugeWithLength([good()])],
  ['is huge, and does not say so', () => faults.hugeInPieces([good()])],
  ['is huge once it is unpacked', () => faults.hugeOnceUnpacked([good()])],
  ['is not found', () => faults.text('{}', 404)],
  ['is a server error with keys in it', () => faults.text(JSON.stringify({ keys: [good()] }), 500)],
  ['is created rather than answered', () => faults.text(JSON.stringify({ keys: [good()] }), 201)],
  ['is nothing', () => faults.text('')],
  ['is a page', () => faults.text('<html></html>')],
  ['is half a document', () => faults.text(JSON.stringify({ keys: [good()] }).slice(0, -3))],
  ['is nested without end', () => faults.text('{"keys":'.repeat(20_000))],
  ['is null', () => faults.json(null)],
  ['is a bare list of keys', () => faults.json([good()])],
  ['has no keys', () => faults.json({})],
  ['has keys that are no list', () => faults.json({ keys: { 0: good() } })],
];

const DISCOVERY: readonly (readonly [string, () => KeySetFault])[] = [
  ['is reset', () => faults.reset],
  ['is silent', () => faults.silence],
  ['redirects', () => faults.redirectTo(302, `${elsewhere}/.well-known/openid-configuration`)],
  ['is huge', () => faults.hugeInPieces([])],
  ['is not found', () => faults.text('{}', 404)],
  ['is a page', () => faults.text('<html></html>')],
  [
    'names another issuer',
    () => faults.json({ issuer: 'https://id.example.com', jwks_uri: `${elsewhere}/jwks` }),
  ],
  [
    'names an issuer that differs by a slash',
    () => faults.json({ issuer: `${api.issuer.issuer}/`, jwks_uri: `${elsewhere}/jwks` }),
  ],
  ['names no issuer', () => faults.json({ jwks_uri: `${elsewhere}/jwks` })],
  ['names no key set', () => faults.json({ issuer: api.issuer.issuer })],
  ['names a key set that is no text', () => faults.json({ issuer: api.issuer.issuer, jwks_uri: [] })],
  ['names a key set that is no URL', () => faults.json({ issuer: api.issuer.issuer, jwks_uri: '/jwks' })],
  [
    'holds the key set itself, in a data URL',
    () => {
      const keys = encodeURIComponent(JSON.stringify({ keys: [good()] }));
      return faults.json({ issuer: api.issuer.issuer, jwks_uri: `data:application/json,${keys}` });
    },
  ],
  ['names a file', () => faults.json({ issuer: api.issuer.issuer, jwks_uri: 'file:///etc/passwd' })],
];

/** Of each kind of fault, those that `npm test` has. */
const EACH_KIND = /reset|drips|302|huge once|is a page|has no keys|another issuer|data URL/;
const eachKind = <T extends readonly [string, ...unknown[]]>(all: readonly T[]) =>
  casesOf(all, ([name]) => EACH_KIND.test(name));

/** What meets a fault that only a limit ends has short limits. */
const patienceFor = (fault: KeySetFault) =>
  fault === faults.silence || fault === faults.drip ? IMPATIENT : PATIENT;

/** Due for a refresh, too old, recovered. */
async function expectBounds(fault: KeySetFault, inject: (fault: KeySetFault) => void): Promise<void> {
  expect(await statusOf(await api.strong())).toBe(200);
  inject(fault);
  api.time.setPatience(LESS_PATIENT);
  api.time.advance(REFRESH_DUE);
  expect(await statusOf(await api.strong())).toBe(200);
  expect(await api.counted('KeySetStale')).toEqual({ Allowed: 2, KeySetStale: 1 });

  api.time.advance(TOO_OLD - REFRESH_DUE);
  api.forget();
  api.time.setPatience(patienceFor(fault));
  await expectUnavailable();
  expect(await api.counted('Fault')).toEqual({ Fault: 1 });
  api.time.setPatience(PATIENT);
  api.issuer.recover();
  api.time.advance(TRIED_AGAIN);
  expect(await statusOf(await api.strong())).toBe(200);
  expect(visits).toBe(0);
}

/** Cold, and recovered. */
async function expectFault(fault: KeySetFault, inject: (fault: KeySetFault) => void): Promise<void> {
  inject(fault);
  api.time.setPatience(patienceFor(fault));
  await expectUnavailable();
  expect(await api.counted('Fault')).toEqual({ Fault: 1 });
  api.time.setPatience(PATIENT);
  api.issuer.recover();
  api.time.advance(TRIED_AGAIN);
  expect(await statusOf(await api.strong())).toBe(200);
  expect(visits).toBe(0);
}

test.each(eachKind(KEY_SET))(
  'a key set that %s: keys in memory go on for an hour, then it is a 503',
  (_, fault) => expectBounds(fault(), api.issuer.answer),
);

test.each([
  ['is empty', () => faults.json({ keys: [] })],
  ['holds symmetric keys alone', () => faults.json({ keys: [{ kty: 'oct', kid: 'key-0', k: 'AAAA' }] })],
])('a key set that %s is an answer: its tokens are refused, and an alarm rings', async (_, fault) => {
  expect(await statusOf(await api.strong())).toBe(200);
  api.issuer.answer(fault());
  api.time.advance(REFRESH_DUE);
  expect(await statusOf(await api.strong())).toBe(401);
  expect(await api.counted('KeySetEmpty')).toMatchObject({ Allowed: 1, KeySetEmpty: 1 });
  expect(api.log().metrics).not.toHaveProperty('Fault');
  api.issuer.recover();
  api.time.advance(11_000);
  expect(await statusOf(await api.strong())).toBe(200);
});

test.each(eachKind(DISCOVERY))(
  'a discovery document that %s: keys in memory go on for an hour, then it is a 503',
  (_, fault) => expectBounds(fault(), api.issuer.answerDiscovery),
);

/** A function that has just started does with an answer what one does whose keys are too old: here are a few of each kind. */
const FEW = /silent|has no keys|another issuer/;
const few = <T extends readonly [string, ...unknown[]]>(faults: readonly T[]) =>
  casesOf(faults, ([name]) => FEW.test(name));

test.each(few(KEY_SET))('a key set that %s is a 503 for a function that has just started', (_, fault) =>
  expectFault(fault(), api.issuer.answer),
);

test.each(few(DISCOVERY))(
  'a discovery document that %s is a 503 for a function that has just started',
  (_, fault) => expectFault(fault(), api.issuer.answerDiscovery),
);

test('a key set that drips is not waited for beyond the deadline: its connection is closed', async () => {
  const closed = new Promise<boolean>((resolve) => {
    api.issuer.answer((request, response) => {
      response.on('close', () => {
        resolve(response.writableFinished);
      });
      faults.drip(request, response);
    });
  });
  // The limit of the key set ends the fetch well before the deadline of the request, after which the function is frozen.
  api.time.setPatience(LESS_PATIENT);
  await expectUnavailable();
  expect(await closed).toBe(false);
});

test('a key set that is huge is read no further than its limit', async () => {
  let written = 0;
  const closed = new Promise<void>((resolve) => {
    api.issuer.answer((request, response) => {
      response.on('close', () => {
        written = response.socket?.bytesWritten ?? written;
        resolve();
      });
      faults.hugeInPieces([good()])(request, response);
    });
  });
  await expectUnavailable();
  await closed;
  expect(written).toBeLessThan(16 * 1024 * 1024);
});

test.each([
  ['due for a refresh', REFRESH_DUE],
  ['too old', TOO_OLD],
])(
  'a connection that was closed while the function was frozen is no fault of keys that are %s',
  async (_, age) => {
    expect(await statusOf(await api.strong())).toBe(200);
    api.issuer.hangUp();
    api.time.advance(age);
    expect(await statusOf(await api.strong())).toBe(200);
    expect(api.log().metrics).not.toHaveProperty('KeySetStale');
    expect(api.log().metrics).not.toHaveProperty('Fault');
  },
);

test('no connection to the issuer is kept for the next fetch, by when the issuer may just be closing it', async () => {
  const asked: unknown[] = [];
  api.issuer.answer((request, response) => {
    asked.push(request.headers.connection);
    api.issuer.respond(response);
  });
  api.time.advance(TOO_OLD);
  expect(await statusOf(await api.strong())).toBe(200);
  expect(new Set(asked)).toEqual(new Set(['close']));
});

test('a header that names a key set causes no request to it, nor to the issuer', async () => {
  const fetches = api.issuer.fetches();
  for (const name of ['jku', 'x5u']) {
    for (const kid of ['key-0', 'unknown']) {
      expect(await statusOf(await api.issuer.sign({}, { [name]: `${elsewhere}/jwks`, kid }))).toBe(401);
    }
  }
  expect([visits, api.issuer.fetches() - fetches]).toEqual([0, 0]);
});
