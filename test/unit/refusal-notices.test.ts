/** What `npm start` prints of a token that does not count. */
import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOKEN_PROFILES } from '../../core/trust/presets/presets.ts';
import { PROVIDER_PAGES, providerPage } from '../../local/run/provider-page.ts';
import { refusalNotices } from '../../local/run/refusal-notices.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const ISSUER = 'https://login.example.com/realms/bank';

function noticesOf(...lines: object[]): string[] {
  const printed: string[] = [];
  const note = refusalNotices({
    root: ROOT,
    profileOf: (issuer) => (issuer === ISSUER ? 'keycloak' : undefined),
    print: (notice) => printed.push(notice),
  });
  for (const line of lines) note(JSON.stringify(line));
  return printed;
}

const refused = {
  message: 'Unauthenticated',
  route: 'GET /accounts',
  reason: 'audience',
  issuer: ISSUER,
  came: 'aud account',
  expected: 'https://api.example.com',
  setting: 'audience',
};

test('a refused token: its claim, what is expected, the setting of the issuer, and the page of the provider', () => {
  expect(noticesOf(refused)).toEqual([
    `GET /accounts: the token does not count (audience). It has aud account. Expected: https://api.example.com. Setting: audience of ${ISSUER} in the trust config. See docs/providers/keycloak.md`,
  ]);
});

test('a token of an issuer that is not trusted', () => {
  const { route, message } = refused;
  const line = { route, message, reason: 'issuer', came: 'iss x', expected: ISSUER, setting: 'issuers' };
  expect(noticesOf(line)).toEqual([
    `GET /accounts: the token does not count (issuer). It has iss x. Expected: ${ISSUER}. Setting: issuers in the trust config. See docs/operations.md#what-a-reason-means`,
  ]);
});

test.each([
  ['a text that is no JWT', { message: 'Unauthenticated', reason: 'format' }],
  ['a token in which nobody signed in', { message: 'Denied', reason: 'no_sign_in_shown' }],
])('%s, where the log names no claim', (_, line) => {
  expect(noticesOf({ ...line, route: 'GET /accounts' })).toEqual([
    `GET /accounts: the token does not count (${line.reason}). See docs/operations.md#what-a-reason-means`,
  ]);
});

test('an acr that is not mapped is named on the challenge', () => {
  const line = { ...refused, message: 'Challenged', reason: 'acr', came: 'acr 1, which is not mapped' };
  expect(noticesOf({ ...line, setting: 'acr.values', expected: 'silver, gold' })[0]).toContain(
    `It has acr 1, which is not mapped. Expected: silver, gold. Setting: acr.values of ${ISSUER}`,
  );
});

test('keys that cannot be fetched are named with the cause', () => {
  const cause = `KeySetUnavailable: the key set of ${ISSUER} cannot be fetched (Error: self-signed certificate)`;
  expect(noticesOf({ level: 'ERROR', message: 'The request could not be decided', cause })).toEqual([
    `${cause}. See docs/operations.md#what-a-reason-means`,
  ]);
});

test('nothing is said of ordinary answers, nor the same twice in a row', () => {
  const { route } = refused;
  expect(
    noticesOf(
      { message: 'Allowed', route, reason: 'allow' },
      { message: 'Challenged', route, reason: 'max_age' },
      { message: 'Unauthenticated', route, reason: 'no_credential' },
      { level: 'ERROR', message: 'x', cause: 'TimeoutError: no answer of DynamoDB' },
      { line: 'of the access log' },
    ),
  ).toEqual([]);
  const other = { ...refused, route: 'POST /payments' };
  expect(noticesOf(refused, refused, other, refused)).toHaveLength(3);
});

describe('the page of a provider', () => {
  test.each(TOKEN_PROFILES)('that the profile %s leads to exists', (profile) => {
    const [file = ''] = providerPage(ROOT, profile).split('#');
    expect(existsSync(join(ROOT, file))).toBe(true);
  });

  test('of every provider is reached from a profile', () => {
    const pages = readdirSync(join(ROOT, PROVIDER_PAGES)).filter((name) => name !== 'README.md');
    const reached = TOKEN_PROFILES.map((profile) => providerPage(ROOT, profile));
    for (const page of pages) expect(reached).toContain(`${PROVIDER_PAGES}/${page}`);
  });

  test('is the list of all profiles where there is none', () => {
    expect(providerPage(mkdtempSync(join(tmpdir(), 'no-docs-')), 'keycloak')).toBe(
      'docs/deploy.md#token-profiles',
    );
  });
});
