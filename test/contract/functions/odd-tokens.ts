/** Odd tokens: ordinary ones of each profile, with claims and header members in every type and shape. */
import fc from 'fast-check';
import { TOKEN_PROFILES } from '../../../core/trust/presets/presets.ts';
import { AUDIENCE } from '../../support/tokens/issuer.ts';

/** A change of a member: another value, none, or the member twice. */
type Change = readonly [member: string, how: 'set' | 'drop' | 'twice', value: unknown];

export interface OddToken {
  readonly profile: (typeof TOKEN_PROFILES)[number];
  readonly claims: readonly Change[];
  readonly header: readonly Change[];
}

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
  ...['cnf', 'cnf', 'exp', 'auth_time', 'acr', 'aud'],
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
  // Around now, also in fractions: `TIME` is put in its place.
  fc.constantFrom(-3600.5, -300, -5, -0.5, 0.5, 4.5, 5.5, 300, 3600).map((ahead) => ({ TIME: ahead })),
);

const single = fc.oneof(texts, numbers, fc.constantFrom<unknown>(null, true, false, {}, [], { jkt: 'x' }));
const values = fc.oneof(
  { weight: 3, arbitrary: single },
  { weight: 1, arbitrary: fc.array(single, { maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: fc.dictionary(fc.constantFrom('jkt', 'method', 'x5t#S256', 'toString'), single, {
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
  profile: fc.constantFrom(...TOKEN_PROFILES.slice(0, 6)),
  claims: changesOf(CLAIMS, 3),
  header: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: changesOf(HEADERS, 2) },
  ),
});

/** Values with the times in them, `now` in seconds. */
function timed(value: unknown, now: number): unknown {
  if (Array.isArray(value)) return value.map((one) => timed(one, now));
  if (typeof value !== 'object' || value === null) return value;
  return 'TIME' in value && typeof value.TIME === 'number' ? now + value.TIME : value;
}

/** The members after the changes; those that are named twice only once. */
export function changed(members: object, changes: readonly Change[], now: number): Record<string, unknown> {
  const all = new Map<string, unknown>(Object.entries(members));
  for (const [member, how, value] of changes) {
    if (how === 'drop') all.delete(member);
    else all.set(member, timed(value, now));
  }
  return Object.fromEntries(all);
}

/** The same as JSON, where `twice` names the member once more. */
export function textOf(members: Record<string, unknown>, changes: readonly Change[]): string {
  const again = changes
    .filter(([, how]) => how === 'twice')
    .map(([member]) => `,${JSON.stringify(member)}:${JSON.stringify(members[member] ?? null)}`);
  return JSON.stringify(members).replace(/\}$/, `${again.join('')}}`);
}
