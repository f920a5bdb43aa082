/** What `npm start` prints of a token that does not count. */
import * as v from 'valibot';
import { TOKEN_PROFILES } from '../../core/trust/presets/presets.ts';
import { providerPage } from '../../local/run/provider-page.ts';
import { refusalNotices } from '../../local/run/refusal-notices.ts';
import { PROVIDER_PAGES } from '../support/tokens/provider-pages.ts';

const shownIssuer = v.object({ issuer: v.string(), profile: v.exactOptional(v.picklist(TOKEN_PROFILES)) });
const trust = v.object({ issuers: v.looseTuple([shownIssuer]) });

const ISSUER = 'https://login.example.com/realms/bank';

function noticesOf(...lines: object[]): string[] {
  const printed: string[] = [];
  const note = refusalNotices({
    issuers: [{ issuer: ISSUER, profile: 'keycloak' }],
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
  const issuer = 'https://login.example.com';

  test('of every profile is there, and every page is that of a provider', () => {
    const reached = [
      ...TOKEN_PROFILES.map((profile) => providerPage({ issuer, profile })),
      providerPage({ issuer: 'https://auth.pingone.eu/an-environment/as', profile: 'pingfederate' }),
    ];
    const pages = PROVIDER_PAGES.map(([file]) => `docs/providers/${file}`);
    expect([...new Set(reached)].toSorted()).toEqual(pages.toSorted());
  });

  test('shows a trust config with the profile that leads there', () => {
    for (const [file, { config }] of PROVIDER_PAGES) {
      const [shown] = v.parse(trust, config).issuers;
      expect(providerPage(shown)).toBe(`docs/providers/${file}`);
    }
  });
});
