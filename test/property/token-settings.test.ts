/** No settings that the trust config accepts let through a token that opens nothing: by the code that reads tokens. */
import fc from 'fast-check';
import { readClaims, readHeader } from '../../core/token/access-token.ts';
import { issuerWords } from '../../core/token/issuer-words.ts';
import { TOKEN_PROFILES } from '../../core/trust/presets/presets.ts';
import type { TokenProfile } from '../../core/trust/presets/presets.ts';
import { parseTrustConfig } from '../../core/trust/trust-config.ts';
import type { TrustedIssuer } from '../../core/trust/trust-config.ts';
import { enough, runs } from '../support/effort.ts';
import { AUDIENCE } from '../support/tokens/issuer.ts';
import { claimsAt, issuerOf, PROVIDERS } from '../support/tokens/provider-tokens.ts';
import type { ProviderToken } from '../support/tokens/provider-token.ts';

type Json = Readonly<Record<string, unknown>>;

const NOW = 1_800_000_000;

/** OpenID Connect Core §2 and §5.1, and what is in many ID tokens beside it. */
const ID_CLAIMS = [
  ...['iss', 'sub', 'aud', 'exp', 'iat', 'nbf', 'jti', 'auth_time', 'acr', 'amr', 'azp', 'sid'],
  ...[
    'name',
    'given_name',
    'preferred_username',
    'email',
    'email_verified',
    'phone_number',
    'address',
    'locale',
  ],
];
/** What a machine's token may have beside what its vendor documents. */
const MACHINE_CLAIMS = ['acr', 'sid', 'jti', 'nbf', 'scope'];

const names = fc.constantFrom(
  ...ID_CLAIMS,
  ...[
    'client_id',
    'cid',
    'appid',
    'applicationId',
    'scope',
    'scp',
    'roles',
    'groups',
    'permissions',
    'uid',
    'upn',
  ],
  ...[
    'typ',
    'token_use',
    'tokenName',
    'use',
    'gty',
    'grant_type',
    'idtyp',
    'user_id',
    'session_id',
    'aal',
    'ext_attr',
  ],
);
const values = fc.constantFrom('access', 'access_token', 'Bearer', 'id', 'ID', 'app', AUDIENCE, true, false);
const marks = fc.array(fc.oneof(fc.record({ claim: names }), fc.record({ claim: names, value: values })), {
  maxLength: 3,
});

/** Each setting is left out more often than it is written, so that many configs are accepted. */
const settings = fc.record(
  {
    typ: fc.uniqueArray(
      fc.constantFrom('none', 'JWT', 'at+jwt', 'application/at+jwt', 'foo+jwt', 'ID', 'rt+jwt'),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    client: fc.oneof(
      fc.uniqueArray(names, { minLength: 1, maxLength: 2 }),
      fc.constant({ fixed: 'app' }),
      fc.constant({ fixed: 'other' }),
    ),
    scopes: fc.uniqueArray(names, { maxLength: 2 }),
    accessToken: marks,
    signedIn: fc.oneof(
      fc.constant('subject'),
      fc.record({ claim: names, holds: fc.constantFrom('time', 'scopes', 'name') }),
    ),
    machine: marks,
    machineSubjects: fc.uniqueArray(fc.constantFrom('', '@clients', '-m'), { maxLength: 2 }),
    ignoreJku: fc.boolean(),
  },
  { requiredKeys: [] },
);
const configs = fc.record({ profile: fc.constantFrom(...TOKEN_PROFILES), token: settings });

/** The issuer as it is trusted; undefined where synth refuses the settings. */
function trusted({ profile, token }: { readonly profile: TokenProfile; readonly token: object }) {
  const issuer = issuerOf(profile, 'https://id.example.com');
  const parsed = parseTrustConfig({
    acr: ['loa1'],
    issuers: [
      // As wide as it can be: no audience refuses what the settings should.
      {
        ...issuer,
        audience: [AUDIENCE, 'app'],
        clientsWithoutAudience: ['app', 'other'],
        token: { ...(PROVIDERS[profile].fields?.token ?? {}), ...token },
      },
    ],
  });
  return parsed.ok ? parsed.value.issuers[0] : undefined;
}

function read(issuer: TrustedIssuer, header: Json, payload: Json) {
  const trust = { issuer, words: issuerWords(issuer, ['loa1']) };
  const claims: Json = JSON.parse(JSON.stringify(payload));
  const head = readHeader({ alg: 'ES256', kid: 'k', ...header }, claims, trust);
  return head.ok ? readClaims(claims, trust, NOW) : head;
}

/** What the settings look for in a claim, so that a token comes as near to passing as its issuer could make it. */
function wanted({ token }: TrustedIssuer, claim: string): unknown {
  const mark = [...token.accessToken].find((one) => one.claim === claim);
  const signIn =
    token.signedIn !== 'subject' && token.signedIn.claim === claim ? token.signedIn.holds : undefined;
  if (signIn === 'time') return NOW - 5;
  return mark?.value ?? 'app';
}

/** Claims that a token may have and this one is given, with values that the settings look for. */
function near(issuer: TrustedIssuer, claims: Json, more: readonly string[]): Json {
  const fixed = ['iss', 'sub', 'aud', 'exp', 'iat', 'nbf'];
  const added = more.filter((name) => !Object.hasOwn(claims, name) && !fixed.includes(name));
  return { ...Object.fromEntries(added.map((name) => [name, wanted(issuer, name)])), ...claims };
}

const types = fc.constantFrom('JWT', undefined);
const ofId = fc.subarray(ID_CLAIMS);
const hashes = fc.constantFrom(
  {},
  {},
  {},
  { nonce: 'n' },
  { at_hash: 'h' },
  { nonce: 'n', at_hash: 'h', c_hash: 'c' },
);
const ID_TOKEN = { sub: 'alice', aud: 'app', exp: NOW + 60, iat: NOW };

/** Asserts for each config that is accepted, and that many are. */
function holds<T>(
  inputs: fc.Arbitrary<T>,
  check: (issuer: TrustedIssuer, profile: TokenProfile, input: T) => void,
) {
  let accepted = 0;
  fc.assert(
    fc.property(configs, inputs, (config, input) => {
      const issuer = trusted(config);
      if (issuer === undefined) return;
      accepted += 1;
      check(issuer, config.profile, input);
    }),
    runs(500, 2_000),
  );
  expect(accepted).toBeGreaterThanOrEqual(enough(60));
}

test('an ID token of OpenID Connect, with and without nonce and hashes', () => {
  holds(fc.tuple(ofId, hashes, types), (issuer, _, [more, hashed, typ]) => {
    const claims = near(issuer, { iss: issuer.issuer, ...ID_TOKEN, ...hashed }, more);
    expect(read(issuer, typ === undefined ? {} : { typ }, claims)).toMatchObject({ ok: false });
  });
});

test('an ID token as the vendor of the profile documents it', () => {
  holds(fc.tuple(ofId, hashes, types), (issuer, profile, [more, hashed, typ]) => {
    const { idToken } = PROVIDERS[profile];
    const { nonce: _, at_hash: __, ...plain } = claimsAt(idToken, issuer.issuer, NOW);
    const more_ = profile === 'entra' ? more.filter((name) => name !== 'azp') : more;
    const claims = near(issuer, { ...plain, ...hashed }, more_);
    expect(read(issuer, typ === undefined ? {} : { typ }, claims)).toMatchObject({ ok: false });
  });
});

const otherTypes = fc.constantFrom(
  ...[
    'ID',
    'id',
    'Refresh',
    'Offline',
    'Logout',
    'logout+jwt',
    'application/logout+jwt',
    'secevent+jwt',
    'dpop+jwt',
  ],
  ...['token-introspection+jwt', 'refresh+jwt', 'id_token+jwt', 'JARM', 'oauth-authz-req+jwt', 'DPoP+JWT'],
);

test('a refresh, logout or other token, by the typ of its header or among its claims, or by a claim of its own', () => {
  const foreign = fc.constantFrom('events', 'token_introspection', 'nonce', 'at_hash', 'c_hash');
  holds(
    fc.tuple(otherTypes, foreign, fc.constantFrom('header', 'claims', 'claim')),
    (issuer, profile, [typ, name, where]) => {
      const { person } = PROVIDERS[profile];
      const claims = {
        ...near(
          issuer,
          claimsAt(person, issuer.issuer, NOW),
          issuer.token.accessToken.map(({ claim }) => claim),
        ),
        ...(where === 'claims' ? { typ } : {}),
        ...(where === 'claim' ? { [name]: null } : {}),
      };
      const [accepted] = issuer.token.typ;
      const header = where === 'header' ? { typ } : accepted === 'none' ? {} : { typ: accepted };
      expect(read(issuer, header, claims)).toMatchObject({ ok: false });
    },
  );
});

test('a refresh token as the vendor of the profile documents it', () => {
  holds(fc.constant(undefined), (issuer, profile) => {
    const { refreshToken } = PROVIDERS[profile];
    fc.pre(refreshToken !== undefined);
    expect(read(issuer, typOf(refreshToken), claimsAt(refreshToken, issuer.issuer, NOW))).toMatchObject({
      ok: false,
    });
  });
});

function typOf({ typ }: ProviderToken): Json {
  return typ === undefined ? {} : { typ };
}

test('a token for another audience', () => {
  const others = fc.constantFrom<unknown>(
    'https://other.example.com',
    ['https://other.example.com'],
    null,
    '',
    [],
  );
  holds(others, (issuer, profile, aud) => {
    const { person } = PROVIDERS[profile];
    const claims = { ...claimsAt(person, issuer.issuer, NOW), aud };
    for (const typ of [person.typ, 'JWT', 'at+jwt', undefined])
      expect(read(issuer, typ === undefined ? {} : { typ }, claims)).toMatchObject({ ok: false });
  });
});

test('a token of a machine, as one of a person', () => {
  holds(
    fc.tuple(fc.subarray(MACHINE_CLAIMS), fc.constantFrom('JWT', 'at+jwt', undefined)),
    (issuer, profile, [more, typ]) => {
      const { machine } = PROVIDERS[profile];
      const claims = near(issuer, claimsAt(machine, issuer.issuer, NOW), more);
      const result = read(issuer, typ === undefined ? {} : { typ }, claims);
      if (result.ok) expect(result.value.issuedFor).not.toBe('person');
    },
  );
});

test('an unsigned token', () => {
  holds(fc.constantFrom<unknown>('none', 'None', '', undefined, null, 'HS256'), (issuer, profile, alg) => {
    const { person } = PROVIDERS[profile];
    expect(read(issuer, { ...typOf(person), alg }, claimsAt(person, issuer.issuer, NOW))).toMatchObject({
      ok: false,
    });
  });
});
