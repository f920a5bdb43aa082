/** The pages in docs/providers: their trust configs, the token of each for what the page says, and what they name. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { callerWith } from '../../admin/explain/written-claims.ts';
import { verdictOf } from '../../admin/explain/verdict.ts';
import { hasSignInTime } from '../../core/trust/sign-in-settings.ts';
import { parseTrustConfig } from '../../core/trust/trust-config.ts';
import type { TrustConfig } from '../../core/trust/trust-config.ts';
import { INDEX, PROVIDER_PAGES, providerPage } from '../support/tokens/provider-pages.ts';
import { shownSignIn } from '../support/tokens/shown-sign-in.ts';

const docs = (file: string) => readFileSync(join(import.meta.dirname, '..', '..', file), 'utf8');

const operations = docs('docs/operations.md');

const NOW = 1_800_000_000;

function trustOf(config: unknown): TrustConfig {
  const parsed = parseTrustConfig(config);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

function onlyIssuer({ issuers }: TrustConfig) {
  const [issuer] = issuers;
  if (issuer === undefined) throw new Error('a page shows an issuer');
  return issuer;
}

/** What becomes of a token with these claims. */
function judged(trust: TrustConfig, claims: object) {
  const caller = callerWith({ ...claims }, trust, { issuer: onlyIssuer(trust).issuer, now: NOW });
  return caller.kind === 'verified' ? caller.authentication : verdictOf(caller);
}

describe.each(PROVIDER_PAGES)('docs/providers/%s', (_, page) => {
  const trust = trustOf(page.config);
  const { fresh } = shownSignIn(page.token, onlyIssuer(trust), trust.acr, NOW);

  test('has a trust config that can be deployed, and a token of a person with the strongest acr in it', () => {
    expect(judged(trust, fresh)).toMatchObject({
      issuedFor: 'person',
      signIn: { acr: trust.acr.at(-1), authTime: expect.any(Number) },
    });
  });

  test.each([
    ['for another API', { aud: 'https://other.example.com' }, 'audience'],
    ['that has expired', { exp: 1 }, 'expired'],
    ['with the claims of an ID token', { nonce: 'n', at_hash: 'h' }, 'type'],
    ['that is bound to a key', { cnf: { jkt: 'k' } }, 'bound'],
    ['without a subject', { sub: null }, 'claim'],
  ])('refuses a token like it %s', (_name, changes, reason) => {
    expect(judged(trust, { ...fresh, ...changes })).toMatchObject({ reason });
  });

  test('is in the list and in the table of profiles', () => {
    expect(INDEX.includes(`](${page.file})`)).toBe(true);
    expect(docs('docs/deploy.md').includes(`](providers/${page.file})`)).toBe(true);
  });

  test('names reasons that there are, and has a source for each fact that has a number', () => {
    const reasons = [...page.text.matchAll(/reason `(\w+)`/g)].map(([, reason = '']) => reason);
    expect(reasons.filter((reason) => !operations.includes(`\n| \`${reason}\` `))).toEqual([]);
    const [facts = ''] = page.text.split('\n## Sources\n');
    const sources = [...facts.matchAll(/\[(\d)\]/g)].map(([, source = '']) => source);
    expect(sources.filter((source) => !new RegExp(`^${source}\\. `, 'm').test(page.text))).toEqual([]);
  });
});

const needTimes = PROVIDER_PAGES.filter(([, { text }]) => text.includes('`authTime` has to be written'));

test.each(needTimes)('the profile of docs/providers/%s knows no time by itself', (_, { config }) => {
  const [issuer] = config.issuers;
  const trust = trustOf({ ...config, issuers: [{ ...issuer, authTime: undefined }] });
  expect(hasSignInTime(onlyIssuer(trust))).toBe(false);
});

test('the page for Entra ID writes out the claims request of its challenge', () => {
  const { challenge, text } = providerPage('entra.md');
  const [, claims = ''] = / claims="([^"]+)"/.exec(challenge) ?? [];
  const request = Buffer.from(claims, 'base64').toString();
  expect(request).toMatch(/^\{"access_token":/);
  expect(text.includes(`\`${request}\``)).toBe(true);
});

test('the list has pages that there are, and the read-me has the list', () => {
  const listed = [...INDEX.matchAll(/\]\((\w+\.md)\)/g)].map(([, file]) => file);
  expect(listed.toSorted()).toEqual(PROVIDER_PAGES.map(([file]) => file));
  expect(docs('README.md').includes('(docs/providers/README.md)')).toBe(true);
});
