import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startIssuer } from '../support/tokens/issuer.ts';
import { leaksIn, requireNoLeak } from '../support/secrets/remains.ts';
import type { Remains } from '../support/secrets/remains.ts';
import { byEffort } from '../support/effort.ts';
import { createSecretScanner } from '../support/secrets/secret-scanner.ts';
import type { SecretScanner } from '../support/secrets/secret-scanner.ts';

const BITS = randomBytes(32);
const GRANT = `sug_${BITS.toString('base64url')}`;
const OPAQUE = randomBytes(32).toString('base64url');

let token: string;
let stranger: string;
let scanner: SecretScanner;

beforeAll(async () => {
  const issuer = await startIssuer();
  token = await issuer.sign();
  stranger = await issuer.sign({ sub: 'nobody-was-told-of-this-one' });
  await issuer.close();
});
beforeEach(() => {
  scanner = createSecretScanner();
  scanner.learn('the token', token);
  scanner.learn('the grant', GRANT);
  scanner.learn('the code', OPAQUE);
  scanner.learnWord('the password', 'alice-password');
  scanner.learnWord('the one-time code', '123456');
});

const part = (index: number, of = token) => of.split('.')[index] ?? '';
const pairs = (text: string) => Buffer.from(text).toString('hex').match(/../g) ?? [];
const base64 = (text: string) => Buffer.from(text).toString('base64');
const scan = (text: string) => scanner.scan('here', text).map(({ what }) => what);

/** One of each kind of secret, and each of its parts. */
const SECRETS: [name: string, secret: () => string][] = [
  ['a token', () => token],
  ['the header of a token', () => part(0)],
  ['the payload of a token', () => part(1)],
  ['the signature of a token', () => part(2)],
  ['a token without its signature', () => `${part(0)}.${part(1)}.`],
  ['the beginning of a signature', () => part(2).slice(0, 20)],
  ['the end of a signature', () => part(2).slice(-20)],
  ['a piece from the middle of a payload', () => part(1).slice(31, 61)],
  ['a grant', () => GRANT],
  ['the random bits of a grant', () => GRANT.slice(4)],
  ['the beginning of a grant', () => GRANT.slice(0, 12)],
  ['an authorization code', () => OPAQUE],
  ['a password', () => 'alice-password'],
  ['a one-time code', () => '123456'],
  ['a token that the scanner was not told of', () => stranger],
  ['its header', () => part(0, stranger)],
  ['its payload', () => part(1, stranger)],
  ['its signature', () => part(2, stranger)],
  ['a grant that the scanner was not told of', () => `sug_${randomBytes(32).toString('base64url')}`],
];

/** What a secret may be wrapped in. */
const SPELLINGS: [name: string, spell: (secret: string) => string][] = [
  ['as it is', (secret) => secret],
  ['behind a word', (secret) => `Authorization: Bearer ${secret}`],
  ['in base64', base64],
  ['in base64 that begins with another text', (secret) => base64(`user:${secret}`)],
  ['in base64 behind letters of the same alphabet', (secret) => `x-${base64(secret)}`],
  ['in base64url', (secret) => Buffer.from(secret).toString('base64url')],
  ['in base64 twice', (secret) => base64(base64(secret))],
  ['in hexadecimal', (secret) => Buffer.from(`<${secret}>`).toString('hex')],
  ['in capital hexadecimal', (secret) => Buffer.from(`<${secret}>`).toString('hex').toUpperCase()],
  ['in bytes as Node.js shows them', (secret) => `<Buffer ${pairs(secret).join(' ')}>`],
  ['in bytes as JSON shows them', (secret) => JSON.stringify(Buffer.from(secret).toJSON())],
  [
    'in hexadecimal with colons',
    (secret) =>
      Buffer.from(secret)
        .toString('hex')
        .replace(/..(?=.)/g, '$&:'),
  ],
  ['percent-encoded', (secret) => secret.replace(/./g, (one) => `%${Buffer.from(one).toString('hex')}`)],
  ['in JSON within JSON', (secret) => JSON.stringify(JSON.stringify({ a: JSON.stringify([secret]) }))],
];

describe.each(SECRETS)('%s', (_, secret) => {
  test.each(SPELLINGS)('is found %s', (_name, spell) => {
    expect(scan(`{"message":"${spell(secret())}","more":1}`)).not.toEqual([]);
  });
});

describe('the bytes of a secret, without its letters,', () => {
  test.each([
    ['the bits of a grant in hexadecimal', () => BITS.toString('hex')],
    ['the bits of a grant in base64', () => BITS.toString('base64')],
    ['the bits of a grant within others', () => Buffer.concat([Buffer.from('a'), BITS]).toString('base64')],
    ['a signature in hexadecimal', () => Buffer.from(part(2), 'base64url').toString('hex')],
    ['a signature in base64', () => Buffer.from(part(2), 'base64url').toString('base64')],
  ])('are found: %s', (_, spelled) => {
    expect(scan(`id=${spelled()};`)).not.toEqual([]);
  });
});

describe('a secret is found', () => {
  const CLEAN: Remains = {
    log: [{ source: 'access', line: '{"status":"200"}' }],
    printed: '',
    tables: { Policy: [{ route: 'GET /accounts' }], Grant: [] },
  };
  const log = (source: string, line: object) => ({
    log: [...CLEAN.log, { source, line: JSON.stringify(line) }],
  });
  const item = (fields: object) => ({ tables: { ...CLEAN.tables, Grant: [{ id: 'a' }, fields] } });
  const metric = (fields: object) => ({
    _aws: { Timestamp: 1, CloudWatchMetrics: [{ Namespace: 'n', Dimensions: [['service']], Metrics: [] }] },
    ...fields,
  });

  const PLACES: [place: string, plant: (secret: string) => Partial<Remains>, named: string][] = [
    ['in the line of a function', (secret) => log('Authorizer', { reason: secret }), 'the log of Authorizer'],
    [
      'deep in the line of a function',
      (secret) => log('Authorizer', { cause: { headers: [{ value: `Bearer ${secret}` }] } }),
      'the log of Authorizer',
    ],
    ['in the name of a field', (secret) => log('Authorizer', { [secret]: 1 }), 'the log of Authorizer'],
    [
      'in the dimension of a metric',
      (secret) => log('Exchange', metric({ service: secret })),
      'the log of Exchange',
    ],
    [
      'in the name of a metric',
      (secret) => log('Exchange', metric({ [`Refused ${secret}`]: 1 })),
      'the log of Exchange',
    ],
    ['in the access log', (secret) => log('access', { path: `/a?token=${secret}` }), 'the log of access'],
    [
      'in a fault of the gateway',
      (secret) => log('gateway', { stack: `Error: ${secret}\n at x` }),
      'gateway',
    ],
    ['in what the process printed', (secret) => ({ printed: `(warning) ${secret}\n` }), 'printed'],
    ['in an item', (secret) => item({ id: secret }), 'the table Grant'],
    ['deep in an item', (secret) => item({ a: { b: [{ c: new Set([`x ${secret}`]) }] } }), 'the table Grant'],
    ['in the name of an attribute', (secret) => item({ a: { [secret]: true } }), 'the table Grant'],
    [
      'in a binary attribute',
      (secret) => item({ raw: new Uint8Array(Buffer.from(secret)) }),
      'the table Grant',
    ],
  ];

  describe.each(PLACES)('%s', (_, plant, named) => {
    test.each(SECRETS)('when it is %s', (_name, secret) => {
      const leaks = leaksIn({ ...CLEAN, ...plant(secret()) }, scanner);
      expect(leaks).not.toEqual([]);
      for (const { place } of leaks) expect(place).toContain(named);
    });
  });

  test('and named with its place, but not repeated', () => {
    const leaks = leaksIn({ ...CLEAN, ...log('Authorizer', { a: GRANT, b: GRANT }) }, scanner);
    expect(() => {
      requireNoLeak(leaks);
    }).toThrow(/secrets behind:\n {2}the log of Authorizer holds the grant\n/);
    expect(() => {
      requireNoLeak(leaks);
    }).not.toThrow(GRANT);
  });

  test('nowhere when there is none', () => {
    const leaks = leaksIn(CLEAN, scanner);
    expect(leaks).toEqual([]);
    requireNoLeak(leaks);
  });
});

describe('what only looks like a secret is let through:', () => {
  test.each([
    ['a request id', randomUUID()],
    ['an extended request id', randomBytes(11).toString('base64')],
    ['the SHA-256 of the grant, under which it is kept', createHash('sha256').update(GRANT).digest('hex')],
    ['the hash of a user', createHash('sha256').update('5:alice').digest('hex')],
    ['our acr words', 'urn:example:loa:1 urn:example:loa:2'],
    ['the type of a grant', 'urn:step-up-authorizer:token-type:grant'],
    ['a grant that is shortened to its prefix', 'Step-Up-Grant: sug_…'],
    [
      'the claims in the clear',
      '{"iss":"http://127.0.0.1:1","sub":"alice","acr":"loa2","auth_time":1763980000}',
    ],
    ['a time in milliseconds', '1763980123456'],
    ['an account', '123456789012'],
    ['a user, and the name of a field', 'alice, password'],
    ['a path', '/opt/nodejs/node_modules/some-package/Dist/ESM/index-9.js:12:34'],
    [
      'a path through folders with random names',
      '/tmp/step-up-tests-5PxehE/step-up-tests-QZ7jXk/synthesized-hYP6HR/6921fd4c21a11c84/asset.934505/index.js',
    ],
    ['the ARN of a method', 'arn:aws:execute-api:us-east-1:123456789012:abcdefghij/v1/POST/payments'],
    ['the name of a table', 'StepUpAuthorizerGrantTable1A2B3C4D'],
    ['the name of a function', 'StepUpStepUpAuthorizerTokenExchangeServiceRoleDefaultPolicy1A2B3C4D'],
    ['the URI of a requirement', 'http://127.0.0.1:3000/v1/step-up/requirements/POST/payments'],
    ['JSON that is percent-encoded', encodeURIComponent('{"route":"POST /payments"}')],
  ])('%s', (_, text) => {
    expect(scan(JSON.stringify({ message: text }))).toEqual([]);
  });

  test('request ids and hashes, of which some are like the start of a secret by chance', () => {
    const ids = Array.from({ length: byEffort({ short: 1_000, long: 10_000, full: 100_000 }) }, () => [
      randomUUID(),
      randomBytes(11).toString('base64'),
      randomBytes(32).toString('hex'),
    ]);
    expect(scan(JSON.stringify(ids))).toEqual([]);
  });

  test('a name in words that a test sends in the place of a token', () => {
    scanner.learn('the token', 'step-up-authorizer');
    expect(scan('urn:step-up-authorizer:token-type:grant')).toEqual([]);
  });
});

test('every end-to-end test closes the stack that it has started, which is when the run is scanned', () => {
  const folder = join(import.meta.dirname, '..', 'e2e');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => ({
      name,
      text: readFileSync(join(folder, name), 'utf8'),
    }));
  const starting = sources.filter(({ text }) => /start((SignedIn|Trusting)?Stack|FaultyApi)\(/.test(text));
  expect(starting.length).toBeGreaterThanOrEqual(5);
  const closing = starting.filter(({ text }) =>
    /afterAll\((?:(?!\n\}\);).)*\b(stack|api)\.close\(\)/s.test(text),
  );
  expect(closing.map(({ name }) => name)).toEqual(starting.map(({ name }) => name));
});
