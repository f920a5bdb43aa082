/** Odd tokens: ordinary ones of each profile and each reading of a sign-in, with claims and header members in every type and shape. */
import fc from 'fast-check';
import { TOKEN_PROFILES } from '../../../core/trust/presets/presets.ts';
import type { TokenProfile } from '../../../core/trust/presets/presets.ts';
import { AUDIENCE } from '../../support/tokens/issuer.ts';
import { claimingIssuerOf, claimsOfEveryProfile } from '../../support/tokens/provider-tokens.ts';

/** An issuer of a trust config, with what its ordinary tokens have beside what those of every profile have. */
export interface OddIssuer {
  readonly name: string;
  readonly profile: TokenProfile;
  /** In the trust config; the issuer is at this URL. */
  readonly fieldsOf: (url: string) => { readonly issuer: string };
  /** `now` in seconds since 1970. */
  readonly claimsAt: (now: number) => object;
}

/** One that reads the acr by words. */
function issuerOf(
  profile: TokenProfile,
  {
    name = profile,
    ...signIn
  }: { readonly name?: string; readonly acr?: object; readonly [field: string]: unknown } = {},
  claimsAt: OddIssuer['claimsAt'] = () => ({}),
): OddIssuer {
  const acr = { values: { bronze: 'loa1', loa2: 'loa2', loa3: 'loa3' } };
  return {
    name,
    profile,
    fieldsOf: (url) => ({
      acr,
      ...claimingIssuerOf(profile, url, `${url}/jwks`),
      clientsWithoutAudience: [],
      ...signIn,
    }),
    claimsAt,
  };
}

export const ODD_ISSUERS: readonly OddIssuer[] = [
  ...TOKEN_PROFILES.map((profile) => issuerOf(profile)),
  issuerOf(
    'rfc9068',
    {
      name: 'methods with times',
      acr: { methods: [{ all: ['pwd'], acr: 'loa2' }] },
      amr: { member: 'method' },
      authTime: { member: 'timestamp' },
    },
    (now) => ({ amr: [{ method: 'pwd', timestamp: now - 5 }] }),
  ),
  issuerOf('rfc9068', { name: 'numbers', acr: { numbers: { 1: 'loa1', 2: 'loa2', 7: 'loa3' } } }, () => ({
    acr: 2,
  })),
];

/** A change of a member: another value, none, or the member twice. */
type Change = readonly [member: string, how: 'set' | 'drop' | 'twice', value: unknown];

export interface OddToken {
  /** The name of one of `ODD_ISSUERS`. */
  readonly issuer: string;
  readonly claims: readonly Change[];
  readonly header: readonly Change[];
}

/** Those that are there twice are changed more often. */
const CLAIMS = [
  ...[
    'iss',
    'sub',
    'aud',
    'client_id',
    'azp',
    'appid',
    'cid',
    'exp',
    'nbf',
    'iat',
    'auth_time',
    'cnf',
    'typ',
  ],
  ...['amr', 'acr', 'scope', 'scp', 'roles', 'uid', 'gty', 'idtyp', 'token_use', 'jti', 'nonce', 'at_hash'],
  ...['cnf', 'cnf', 'exp', 'auth_time', 'acr', 'acr', 'amr', 'aud'],
  ...['events', 'sid', 'preferred_username', 'constructor', 'aud ', 'Exp', 'ünïcode', ''],
];

const HEADERS = ['alg', 'typ', 'kid', 'cty', 'crit', 'jwk', 'jku', 'zip', 'b64', 'x5t', 'nonce'];

const texts = fc.constantFrom(
  ...[
    '',
    'soon',
    '1700000000',
    'app',
    'alice',
    AUDIENCE,
    `${AUDIENCE}/`,
    'pwd',
    'pay admin',
    'loa2',
    'silver',
  ],
  ...[
    'ID',
    'Refresh',
    'Bearer',
    'DPoP',
    'access',
    'id',
    'app@clients',
    'client-credentials',
    'at+jwt',
    'JWT',
  ],
  ...[
    'application/at+jwt',
    'logout+jwt',
    'none',
    'HS256',
    'PS256',
    'ES256',
    'ünïcode',
    '\u202e',
    'a\u0000b',
    '\ud800',
  ],
  'x'.repeat(300),
);

const numbers = fc.oneof(
  fc.constantFrom(0, -1, 7, 1.5, 1e300, -0.5, 9_999_999_999, 9_999_999_999.5, 10_000_000_000),
  // Around now, also in fractions: `TIME` is put in its place. No sign-in becomes too old within a second: there the exchange
  // says no where the authorizer still says yes.
  fc.constantFrom(-3600.5, -299, -5, -0.5, 0.5, 4.5, 5.5, 300, 3600).map((ahead) => ({ TIME: ahead })),
);

/** Methods as objects, each with its own time. */
const factors = fc.array(
  fc.record(
    { method: fc.constantFrom<unknown>('pwd', 'otp', 7), timestamp: fc.oneof(numbers, texts) },
    { requiredKeys: ['method'] },
  ),
  { minLength: 1, maxLength: 2 },
);

const single = fc.oneof(texts, numbers, fc.constantFrom<unknown>(null, true, false, {}, [], { jkt: 'x' }));
const values = fc.oneof(
  { weight: 3, arbitrary: single },
  { weight: 1, arbitrary: fc.array(single, { maxLength: 3 }) },
  { weight: 1, arbitrary: factors },
  {
    weight: 1,
    arbitrary: fc.dictionary(fc.constantFrom('jkt', 'method', 'timestamp', 'x5t#S256', 'toString'), single, {
      maxKeys: 2,
      noNullPrototype: true,
    }),
  },
);

const changesOf = (names: readonly string[], maxLength: number) =>
  fc.uniqueArray(
    fc.tuple(
      fc.constantFrom(...names),
      fc.oneof(
        { weight: 7, arbitrary: fc.constant('set' as const) },
        { weight: 2, arbitrary: fc.constant('drop' as const) },
        { weight: 1, arbitrary: fc.constant('twice' as const) },
      ),
      values,
    ),
    { maxLength, selector: ([member]) => member },
  );

export const oddTokens: fc.Arbitrary<OddToken> = fc.record({
  issuer: fc.constantFrom(...ODD_ISSUERS.map(({ name }) => name)),
  claims: changesOf(CLAIMS, 3),
  header: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: changesOf(HEADERS, 2) },
  ),
});

/** What has to be written out in a file of claims as in a token: a file may leave it out, or write it otherwise. */
const COMPLETED = ['iss', 'sub', 'aud', 'exp', 'client_id', 'azp', 'appid', 'cid', 'typ', 'token_use'];

/** Whether a file of claims can hold the token. */
export function isWritten({ claims, header }: OddToken): boolean {
  const plain = header.length === 0 && claims.every(([, how]) => how !== 'twice');
  return plain && claims.every(([claim, how]) => how !== 'drop' || !COMPLETED.includes(claim));
}

/** Header and payload as texts, and the claims. */
export function parts(
  odd: OddToken,
  { iss, sub, kid, now }: { iss: string; sub: string; kid: string | undefined; now: number },
) {
  const issuer = ODD_ISSUERS.find(({ name }) => name === odd.issuer);
  if (issuer === undefined) throw new Error(`no issuer ${odd.issuer}`);
  const ordinary = {
    ...{ iss, sub, aud: AUDIENCE, exp: now + 300, iat: now, auth_time: now - 5, jti: 'j' },
    ...{ ...claimsOfEveryProfile('app'), amr: ['pwd'], acr: 'loa2', acrs: ['loa2'], authmethod: 'loa2' },
    ...issuer.claimsAt(now),
  };
  const typ = ['rfc9068', 'duende'].includes(issuer.profile) ? 'at+jwt' : 'JWT';
  const claims = changed(ordinary, odd.claims, now);
  return {
    header: textOf(changed({ alg: 'ES256', kid, typ }, odd.header, now), odd.header),
    payload: textOf(claims, odd.claims),
    claims,
  };
}

/** Values with the times in them, `now` in seconds. */
function timed(value: unknown, now: number): unknown {
  if (Array.isArray(value)) return value.map((one) => timed(one, now));
  if (typeof value !== 'object' || value === null) return value;
  if ('TIME' in value && typeof value.TIME === 'number') return now + value.TIME;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, timed(one, now)]));
}

/** The members after the changes; those that are named twice only once. */
function changed(members: object, changes: readonly Change[], now: number): Record<string, unknown> {
  const all = new Map<string, unknown>(Object.entries(members));
  for (const [member, how, value] of changes) {
    if (how === 'drop') all.delete(member);
    else all.set(member, timed(value, now));
  }
  return Object.fromEntries(all);
}

/** The same as JSON, where `twice` names the member once more. */
function textOf(members: Record<string, unknown>, changes: readonly Change[]): string {
  const again = changes
    .filter(([, how]) => how === 'twice')
    .map(([member]) => `,${JSON.stringify(member)}:${JSON.stringify(members[member] ?? null)}`);
  return JSON.stringify(members).replace(/\}$/, `${again.join('')}}`);
}
