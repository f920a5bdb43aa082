/** What the answers of an issuer do to its keys, and to the verdicts that were made with them. */
import { readSigningKeys } from '../../../adapters/tokens/signing-keys.ts';
import { startIssuer } from '../../support/tokens/issuer.ts';
import type { TestIssuer } from '../../support/tokens/issuer.ts';
import { testVerifier } from '../../support/tokens/test-verifier.ts';
import { stretchedLimits } from '../../support/time/stretched-limits.ts';

const SIGNAL = new AbortController().signal;

let issuer: TestIssuer;
let ahead = 0;
const stale: string[] = [];
const empty: string[] = [];
const exposed: string[] = [];

beforeEach(async () => {
  ahead = 0;
  for (const heard of [stale, empty, exposed]) heard.length = 0;
  issuer = await startIssuer();
});
afterEach(() => issuer.close());

stretchedLimits();
const verifier = () =>
  testVerifier(issuer.issuer, {
    clock: () => Date.now() + ahead,
    events: {
      onStale: (of) => stale.push(of),
      onEmpty: (of) => empty.push(of),
      onExposed: (of) => exposed.push(of),
    },
  });

const codeOf = async (token: string) => {
  const verification = await verifier().verify(token, SIGNAL);
  return verification.ok ? 'ok' : verification.error.code;
};

describe('an access token', () => {
  test('is not taken from memory after the clock was set back', async () => {
    const tokens = verifier();
    const token = await issuer.sign({ exp: Math.floor(Date.now() / 1000) + 7200 });
    ahead = 3_600_000;
    const first = await tokens.verify(token, SIGNAL);
    ahead = 0;
    expect(await tokens.verify(token, SIGNAL)).not.toBe(first);
  });

  test('is not taken from memory once its issuer has answered with other keys [verdict-needs-key]', async () => {
    const tokens = verifier();
    const token = await issuer.sign();
    expect((await tokens.verify(token, SIGNAL)).ok).toBe(true);
    await issuer.rotate();
    ahead = 11_000;
    const fresh = await issuer.sign({ sub: 'second' });
    expect((await tokens.verify(fresh, SIGNAL)).ok).toBe(true);
    expect(await tokens.verify(token, SIGNAL)).toMatchObject({ error: { code: 'unknown_key' } });
  });

  test('whose header or claims are no UTF-8 is refused: two such users would look like one [tokens-in-utf8]', async () => {
    const [header = '', payload = ''] = (await issuer.sign({ sub: 'alice#' })).split('.');
    const bytes = (part: string) => Buffer.from(part, 'base64url');
    const broken = (part: string, at: string) => {
      const changed = bytes(part);
      changed[changed.indexOf(at)] = 0xff;
      return changed;
    };
    expect(await codeOf(await issuer.signParts(bytes(header), bytes(payload)))).toBe('ok');
    expect(await codeOf(await issuer.signParts(bytes(header), broken(payload, '#')))).toBe('format');
    expect(await codeOf(await issuer.signParts(broken(header, 'k'), bytes(payload)))).toBe('format');
  });

  test.each(['exp', 'nbf'])('whose %s is in milliseconds is refused [times-in-seconds]', async (claim) => {
    expect(['claim', 'not_yet_valid']).toContain(await codeOf(await issuer.sign({ [claim]: Date.now() })));
  });
});

describe('a key set', () => {
  const emptySets: readonly (readonly [string, () => object])[] = [
    ['no key', () => ({ keys: [] })],
    ['symmetric keys', () => ({ keys: [{ kty: 'oct', kid: 'key-0', k: 'AAAA' }] })],
    ['keys for encryption', () => ({ keys: [{ ...issuer.publicJwk(), use: 'enc' }] })],
    ['keys in private', () => ({ keys: [{ ...issuer.publicJwk(), d: 'AAAA' }] })],
  ];

  test.each(emptySets)(
    'that has %s alone is an answer: it ends the keys in memory, and its tokens are refused [empty-key-set-refuses]',
    async (_, document) => {
      const tokens = verifier();
      const token = await issuer.sign({ exp: Math.floor(Date.now() / 1000) + 3600 });
      expect((await tokens.verify(token, SIGNAL)).ok).toBe(true);
      issuer.answer((_request, response) => response.end(JSON.stringify(document())));
      ahead = 600_000;
      expect(await tokens.verify(token, SIGNAL)).toMatchObject({ error: { code: 'unknown_key' } });
      expect([empty, stale]).toEqual([[issuer.issuer], []]);
    },
  );

  test('a key that was shown in private counts no more, also once it is shown in public again', async () => {
    const tokens = verifier();
    const token = await issuer.sign({ exp: Math.floor(Date.now() / 1000) + 3600 });
    const shown = { ...issuer.publicJwk(), d: 'AAAA' };
    issuer.answer((_, response) => response.end(JSON.stringify({ keys: [shown] })));
    expect(await tokens.verify(token, SIGNAL)).toMatchObject({ error: { code: 'unknown_key' } });
    issuer.recover();
    ahead = 600_000;
    expect(await tokens.verify(token, SIGNAL)).toMatchObject({ error: { code: 'unknown_key' } });
    expect(exposed).toEqual([issuer.issuer]);
  });

  test('a key that was shown in private is known again by another kid, and spelt otherwise', async () => {
    const rsa = await startIssuer('RS256');
    const { e = '', ...key } = rsa.publicJwk();
    const padded = Buffer.concat([Buffer.alloc(1), Buffer.from(e, 'base64url')]).toString('base64url');
    const shown = readSigningKeys([{ ...key, e, d: 'AAAA' }]);
    const again = readSigningKeys([{ ...key, e: padded, kid: 'new' }]);
    await rsa.close();
    expect(again.keys.map(({ thumbprint }) => thumbprint)).toEqual(shown.exposed);
  });

  test.each([null, ''])('a key with a private member that is %j shows nothing, and counts', async (d) => {
    issuer.answer((_, response) => response.end(JSON.stringify({ keys: [{ ...issuer.publicJwk(), d }] })));
    expect(await codeOf(await issuer.sign())).toBe('ok');
  });
});
