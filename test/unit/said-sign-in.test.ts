/** A grant keeps what the issuer said of the sign-in, and not what it means: that is read anew at every use. */
import { decide } from '../../core/decision/decide.ts';
import { newGrant } from '../../core/decision/grant.ts';
import { judgeToken } from '../../core/decision/judgement.ts';
import type { DecisionInput } from '../../core/decision/input.ts';
import { readClaims } from '../../core/token/access-token.ts';
import { issuerWords } from '../../core/token/issuer-words.ts';
import type { IssuerTrust } from '../../core/token/issuer-words.ts';
import type { TrustedIssuer } from '../../core/trust/trust-config.ts';
import { NOW, trustReaching, VOCABULARY } from '../support/policies/decision-inputs.ts';
import { elevated, ordinary } from '../support/policies/strong-route.ts';

const { issuer } = trustReaching();

/** Takes the sign-in of the issuer from where these settings say. */
function trusting(settings: Partial<TrustedIssuer>): IssuerTrust {
  const trusted = { ...issuer, ...settings };
  return { issuer: trusted, words: issuerWords(trusted, VOCABULARY) };
}

/** Takes the acr of the issuer from this claim, with these meanings. */
function reading(claim: string, values: Readonly<Record<string, string>>): IssuerTrust {
  return trusting({ acr: { claim, values } });
}

const SAME = reading('acr', { loa1: 'loa1', loa3: 'loa3' });

/** What a grant opens that was issued by the trust of the tests, and is used under another. */
function usedUnder(trust: IssuerTrust, earned: DecisionInput = elevated) {
  const grant = newGrant(earned, judgeToken(earned));
  return decide({ ...ordinary, trust }, { kind: 'found', grant });
}

test('a mapping that is corrected after a grant was issued counts at its next use [mapping-counts-at-once]', () => {
  expect(usedUnder(SAME)).toMatchObject({ kind: 'allow', openedBy: 'grant' });
  const corrected = reading('acr', { loa1: 'loa1', loa3: 'loa2', top: 'loa3' });
  expect(usedUnder(corrected)).toMatchObject({ kind: 'challenge', grantRefusal: 'acr' });
});

test('a grant opens nothing once the acr stands in another claim [other-claim-opens-nothing]', () => {
  const claims = { ...elevated.authentication.claims, acrs: 'loa3' };
  const earned = { ...elevated, authentication: { ...elevated.authentication, claims } };
  expect(usedUnder(SAME, earned)).toMatchObject({ openedBy: 'grant' });
  expect(usedUnder(reading('acrs', { loa3: 'loa3' }), earned)).toMatchObject({
    kind: 'challenge',
    grantRefusal: 'other_claims',
  });
});

test('the time of issue of a token is not the time of its sign-in [iat-never-auth-time]', () => {
  const token = { iss: issuer.issuer, sub: 'alice', aud: 'api', client_id: 'app', exp: NOW + 900 };
  const silent = { ...token, iat: NOW };
  const refreshed = { ...silent, auth_time: NOW - 3_000 };
  const authTimeOf = (payload: object) => {
    const read = readClaims({ ...payload }, SAME, NOW);
    return read.ok ? read.value.signIn.authTime : read.error.code;
  };
  expect([authTimeOf(refreshed), authTimeOf(silent)]).toEqual([NOW - 3_000, undefined]);
});
