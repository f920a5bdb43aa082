/** Entries of a key set that do not count are named, and take nothing else down. */
import { generateKeyPairSync } from 'node:crypto';
import type { SkippedKey } from '../../../adapters/tokens/signing-keys.ts';
import { BUNDLES } from '../../../core/contract.ts';
import { startBuiltFunctions } from '../../support/functions/built-functions.ts';
import { authorizerEvent } from '../../support/functions/rest-events.ts';
import { stretchedLimits } from '../../support/time/stretched-limits.ts';
import { until } from '../../support/time/until.ts';
import { startIssuer } from '../../support/tokens/issuer.ts';
import type { TestIssuer } from '../../support/tokens/issuer.ts';
import { testVerifier } from '../../support/tokens/test-verifier.ts';

const SIGNAL = new AbortController().signal;
stretchedLimits();

let issuer: TestIssuer;
let ahead = 0;
const heard: (readonly SkippedKey[])[] = [];

beforeEach(async () => {
  ahead = 0;
  heard.length = 0;
  issuer = await startIssuer();
});
afterEach(() => issuer.close());

const verifier = () =>
  testVerifier(issuer.issuer, {
    clock: () => Date.now() + ahead,
    events: { onSkipped: (_, skipped) => heard.push(skipped) },
  });
const signed = () => issuer.sign({ exp: Math.floor(Date.now() / 1000) + 86_400 });
const show = (...entries: readonly unknown[]) => {
  issuer.answer((_, response) => response.end(JSON.stringify({ keys: [...entries, issuer.publicJwk()] })));
};

const SHORT = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' });

test('a bad entry leaves the others in use, and is named with its reason', async () => {
  const bad = [
    null,
    7,
    {},
    { kty: 'oct', k: 'AAAA', kid: 'secret' },
    { ...SHORT, kid: 'short' },
    { kty: 'EC', crv: 'P-256', x: 'AAAA', y: 'AAAA', kid: 'off the curve' },
    { ...issuer.publicJwk(), use: 'enc' },
  ];
  show(...bad);
  expect((await verifier().verify(await signed(), SIGNAL)).ok).toBe(true);
  expect(heard).toEqual([
    [
      { entry: 'keys[0], kid (missing),', reason: 'is of another kind (kty)' },
      { entry: 'keys[1], kid (missing),', reason: 'is of another kind (kty)' },
      { entry: 'keys[2], kid (missing),', reason: 'is of another kind (kty)' },
      { entry: 'keys[3], kid secret,', reason: 'is of another kind (kty)' },
      { entry: 'keys[4], kid short,', reason: 'is an RSA key of fewer than 2048 bits' },
      { entry: 'keys[5], kid off the curve,', reason: 'is no valid key' },
      { entry: 'keys[6], kid key-0,', reason: 'is not for signatures (use)' },
    ],
  ]);
});

test('it is said once for each change of what does not count, however often the set is fetched', async () => {
  const tokens = verifier();
  const fetchAgain = async () => {
    ahead += 400_000;
    await tokens.verify(await signed(), SIGNAL);
  };
  show({ ...SHORT, kid: 'a' });
  for (let again = 0; again < 3; again += 1) await fetchAgain();
  expect(heard).toHaveLength(1);
  show({ ...SHORT, kid: 'b' });
  for (let again = 0; again < 3; again += 1) await fetchAgain();
  expect(heard).toHaveLength(2);
  show();
  for (let again = 0; again < 3; again += 1) await fetchAgain();
  expect(heard).toHaveLength(2);
  expect(issuer.fetches()).toBe(9);
});

test('the log of the functions has the line, in safe characters and of bounded length, and no alarm with it', async () => {
  const functions = await startBuiltFunctions();
  const kids = ['enc-1', 'a"\r\n{}', 'x'.repeat(250)];
  const others = Array.from({ length: 50 }, (_, at) => `other-${at}`);
  functions.issuer.answer((_, response) => {
    const bad = [...kids, ...others].map((kid) => ({ ...functions.issuer.publicJwk(), use: 'enc', kid }));
    response.end(JSON.stringify({ keys: [functions.issuer.publicJwk(), ...bad] }));
  });
  for (let again = 0; again < 3; again += 1) {
    const event = authorizerEvent('GET /open', {
      Authorization: [`Bearer ${await functions.issuer.sign({ sub: `user-${again}` })}`],
    });
    expect(await functions.invoke(BUNDLES.authorizer, event)).toMatchObject({ ok: true });
  }
  const lines = await until('the line', () => {
    const found = functions.log().filter((line) => line.includes('do not count'));
    return found.length > 0 && found;
  });
  await functions.close();
  expect(lines).toHaveLength(1);
  const [line = ''] = lines;
  expect(line.length).toBeLessThan(5_000);
  expect(line).toContain('keys[1], kid enc-1, is not for signatures (use)');
  expect(line).toContain('keys[2], kid a?????, is not');
  expect(line).toContain('; and 33 more');
  expect(functions.log().filter((one) => /KeySetEmpty|KeySetStale|"Fault"/.test(one))).toEqual([]);
});
