/** Whether a token shows that a person signed in, for each profile: by what its issuer writes for machines and for people. */
import fc from 'fast-check';
import { NO_SIGN_IN } from '../../core/condition/sign-in.ts';
import { decide, decideExchange } from '../../core/decision/decide.ts';
import { asksForStepUp, isClosed, unsatisfiable } from '../../core/policy/requirement.ts';
import { readClaims } from '../../core/token/access-token.ts';
import { issuerWords } from '../../core/token/issuer-words.ts';
import { parseTrustConfig } from '../../core/trust/trust-config.ts';
import { always, claimSets, input, NOW, requirements } from '../support/policies/decision-inputs.ts';
import { found, NONE } from '../support/policies/strong-route.ts';

const ISSUER = 'https://id.example.com';

function readAs(profile: string, claims: object) {
  const parsed = parseTrustConfig({
    acr: ['loa1', 'loa2'],
    issuers: [
      { issuer: ISSUER, audience: ['api'], profile, acr: { values: { silver: 'loa1', gold: 'loa2' } } },
    ],
  });
  const [issuer] = parsed.ok ? parsed.value.issuers : [];
  if (issuer === undefined) throw new Error(JSON.stringify(parsed));
  const payload = { iss: ISSUER, aud: 'api', sub: 'b7f3', exp: NOW + 60, ...claims };
  const read = readClaims(payload, { issuer, words: issuerWords(issuer, ['loa1', 'loa2']) }, NOW);
  if (!read.ok) throw new Error(read.error.detail);
  return read.value;
}

const issuedFor = (profile: string, claims: object) => readAs(profile, claims).issuedFor;

describe('a token of a machine is never a person’s', () => {
  test.each([
    ['rfc9068', { client_id: 'app', sub: 'app', acr: 'gold', auth_time: NOW }],
    ['entra', { azp: 'app', roles: ['pay'], oid: 'b7f3', acr: 'gold' }],
    ['entra', { appid: 'app', roles: ['pay'], idtyp: 'app', scp: 'pay' }],
    ['entra', { azp: 'app', roles: ['pay'], scp: '' }],
    ['entra', { azp: 'app', roles: ['pay'], scp: null }],
    ['okta', { cid: 'app', sub: 'app', scp: ['pay'], acr: 'gold' }],
    ['okta', { cid: 'app', sub: 'The payment service', scp: ['pay'], acr: 'gold' }],
    ['okta', { cid: 'app', scp: ['pay'], uid: null }],
    ['auth0', { azp: 'app', sub: 'app@clients', gty: 'client-credentials' }],
    ['auth0', { client_id: 'app', sub: 'app@clients', acr: 'gold' }],
    ['auth0', { azp: 'app', sub: 'somebody', gty: ['client-credentials'] }],
    ['keycloak', { typ: 'Bearer', azp: 'app', sub: 'app', auth_time: NOW }],
  ])('%s: %j', (profile, claims) => {
    expect(issuedFor(profile, claims)).not.toBe('person');
    expect(readAs(profile, claims).signIn).toEqual(NO_SIGN_IN);
  });
});

describe('a token of a person is a person’s, whatever the person is called', () => {
  test.each([
    ['rfc9068', { client_id: 'app', sub: 'app@clients', gty: 'client-credentials' }],
    ['entra', { azp: 'app', scp: 'pay', roles: ['admin'] }],
    ['okta', { cid: 'app', sub: 'alice@example.com', uid: '00u1', scp: ['pay'] }],
    ['auth0', { azp: 'app', sub: 'auth0|svc@clients', scope: 'openid' }],
    ['auth0', { azp: 'app', sub: 'other@clients', gty: 'password' }],
    ['keycloak', { typ: 'Bearer', azp: 'app', auth_time: NOW, preferred_username: 'service-account-app' }],
  ])('%s: %j', (profile, claims) => {
    expect(issuedFor(profile, claims)).toBe('person');
  });
});

describe('of Keycloak', () => {
  /** What a token has of a machine as well as of a person. */
  const decoration = fc.record(
    {
      acr: fc.constantFrom('silver', 'gold', '1'),
      amr: fc.constantFrom(['pwd'], ['otp']),
      sid: fc.uuid(),
      session_state: fc.uuid(),
      scope: fc.constantFrom('email', 'openid profile', ''),
      client_id: fc.constantFrom('svc2', 'app'),
      preferred_username: fc.constantFrom('service-account-svc2', 'service-account-eve', 'alice'),
      email: fc.constant('alice@example.com'),
      iat: fc.constant(NOW),
      realm_access: fc.constant({ roles: ['offline_access'] }),
    },
    { requiredKeys: [] },
  );
  const unreadable = fc.constantFrom(
    {},
    ...[0, null, String(NOW), [NOW], {}].map((auth_time) => ({ auth_time })),
  );

  test('no acr, session or user name shows a sign-in without auth_time, and nothing is known of one', () => {
    fc.assert(
      fc.property(decoration, unreadable, (claims, authTime) => {
        const read = () => readAs('keycloak', { typ: 'Bearer', azp: 'svc2', ...claims, ...authTime });
        // A claim of the wrong type may also refuse the token.
        expect(orRefused(read)).toMatchObject({ issuedFor: 'unclear', signIn: NO_SIGN_IN });
      }),
    );
  });

  test('auth_time shows one, also of a user who is called as a service account is', () => {
    fc.assert(
      fc.property(decoration, (claims) => {
        const read = readAs('keycloak', { typ: 'Bearer', azp: 'svc2', ...claims, auth_time: NOW - 5 });
        expect(read).toMatchObject({ issuedFor: 'person', signIn: { authTime: NOW - 5 } });
      }),
    );
  });
});

function orRefused(read: () => object): object {
  try {
    return read();
  } catch {
    return { issuedFor: 'unclear', signIn: NO_SIGN_IN };
  }
}

test('where step-up is asked for, a token that shows no sign-in gets a plain no, with any acr and any grant', () => {
  fc.assert(
    fc.property(claimSets, requirements, (claims, requirement) => {
      fc.pre(asksForStepUp(requirement) && unsatisfiable(requirement) === undefined);
      fc.pre(!isClosed(requirement, NOW) && requirement.scopes.length === 0);
      const at = input({
        claims: { ...claims, issuedFor: 'unclear', acr: 'loa4', authTime: NOW },
        demands: always(requirement),
      });
      const no = { kind: 'deny', reason: 'no_sign_in_shown' };
      expect(decide(at, NONE)).toEqual(no);
      expect(decide(at, found())).toEqual(no);
      fc.pre(requirement.grant.notBefore <= NOW);
      expect(decideExchange(at).decision).toEqual(no);
    }),
  );
});
