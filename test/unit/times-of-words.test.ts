/** A sign-in whose methods have times of their own shows each word with the time of that word's methods, and never with another's. */
import { decide, decideByToken, decideExchange, decideWithGrant } from '../../core/decision/decide.ts';
import { newGrant } from '../../core/decision/grant.ts';
import { judgeToken } from '../../core/decision/judgement.ts';
import { hypotheticalAuthentication } from '../../core/token/hypothetical-authentication.ts';
import { issuerWords } from '../../core/token/issuer-words.ts';
import { signInOf } from '../../core/token/said-sign-in.ts';
import { NO_RISK } from '../../core/condition/risk.ts';
import type { DecisionInput } from '../../core/decision/input.ts';
import { atLeast } from '../../core/policy/acr.ts';
import { accepted } from '../support/cel/conditions.ts';
import { input, NOW, requirement, trustReaching, VOCABULARY } from '../support/policies/decision-inputs.ts';

const TRUSTED = {
  ...trustReaching().issuer,
  acr: {
    methods: [
      { all: ['pwd'], acr: 'loa1' },
      { all: ['pwd', 'otp'], acr: 'loa2' },
      { all: ['pwd', 'otp', 'hwk'], acr: 'loa3' },
    ],
  },
  amr: { member: 'method' },
  authTime: { member: 'timestamp' },
};
const TRUST = { issuer: TRUSTED, words: issuerWords(TRUSTED, VOCABULARY) };

type Ages = Readonly<Record<string, number>>;
type Asked = Parameters<typeof requirement>[0];

/** A request whose sign-in used these methods, so many seconds ago. */
function asking(ages: Ages, asked: Asked, fields: Partial<DecisionInput> = {}): DecisionInput {
  const amr = Object.entries(ages).map(([method, age]) => ({ method, timestamp: NOW - age }));
  const at = input({ requirement: requirement(asked) });
  const authentication = hypotheticalAuthentication({
    ...at.authentication,
    claims: { amr },
    signIn: signInOf({ amr }, TRUST),
  });
  return { ...at, trust: TRUST, authentication, ...fields };
}

const NONE = { kind: 'none' } as const;
const decided = (...at: Parameters<typeof asking>) => decide(asking(...at), NONE);
const rule = (when: string, adds: Asked) => ({
  name: 'rules[0]',
  when: accepted(when),
  adds: requirement(adds),
});

/** A new password, in a session that still lists an old code. */
const SESSION = { pwd: 10, otp: 5_000 };
const RECENT = { acr: atLeast('loa1', VOCABULARY), maxAge: 300 };

describe('a new password beside an old code', () => {
  test('opens what asks for the word of a new password: it was challenged for ever', () => {
    expect(decided(SESSION, RECENT)).toMatchObject({
      kind: 'allow',
      signIn: { acr: 'loa1', authTime: NOW - 10 },
    });
  });

  test('does not make the old code new', () => {
    const strong = { ...RECENT, acr: atLeast('loa2', VOCABULARY) };
    expect(decided(SESSION, strong)).toMatchObject({ kind: 'challenge', reason: 'max_age' });
  });

  test('shows the strongest word where its time is enough', () => {
    expect(decided(SESSION, { ...RECENT, maxAge: 6_000 })).toMatchObject({
      signIn: { acr: 'loa2', authTime: NOW - 5_000 },
    });
  });

  test('opens by the strongest weaker word that is new enough', () => {
    expect(decided({ pwd: 10, otp: 20, hwk: 5_000 }, RECENT)).toMatchObject({
      signIn: { acr: 'loa2', authTime: NOW - 20 },
    });
  });

  test('is challenged where the password is old, too', () => {
    expect(decided({ pwd: 301, otp: 10 }, RECENT)).toMatchObject({ kind: 'challenge', reason: 'max_age' });
  });

  test('does not show a weaker word to a list that leaves out the strongest', () => {
    const exactly = { ...RECENT, acr: ['loa1'] };
    expect(decided(SESSION, exactly)).toMatchObject({ kind: 'challenge', reason: 'acr' });
  });
});

describe('after a revocation', () => {
  const risk = { ...NO_RISK, revokedBefore: NOW - 100 };

  test('only the words count whose methods are all newer', () => {
    expect(decided(SESSION, RECENT, { risk })).toMatchObject({ kind: 'allow', signIn: { acr: 'loa1' } });
    expect(decided({ pwd: 200, otp: 10 }, RECENT, { risk })).toMatchObject({ reason: 'revoked' });
    expect(decided(SESSION, { acr: ['loa2'] }, { risk })).toMatchObject({ reason: 'revoked' });
  });
});

describe('rules', () => {
  const base = requirement(RECENT);
  const ruled = (when: string, adds: Asked) =>
    decided(SESSION, {}, { demands: { base, rules: [rule(when, adds)] } });

  test('about the strongest word and its time count', () => {
    expect(ruled('signIn.acr == "loa2"', { scopes: ['admin'] })).toMatchObject({
      kind: 'insufficient_scope',
    });
    expect(ruled('signIn.age >= 5000', { deny: true })).toMatchObject({ reason: 'policy_denies' });
  });

  test('about the weaker word that would open the route count, too', () => {
    expect(ruled('signIn.acr == "loa1"', { maxAge: 5 })).toMatchObject({ kind: 'challenge', maxAge: 300 });
    expect(ruled('signIn.acr == "loa1"', { deny: true })).toMatchObject({ kind: 'challenge' });
    expect(ruled('signIn.acr == "loa1"', { scopes: ['admin'] })).toMatchObject({
      kind: 'insufficient_scope',
    });
  });
});

describe('a grant', () => {
  test('is issued for the weaker word, ends with its time, and is used by it', () => {
    const at = asking(SESSION, { ...RECENT, grant: { required: true } });
    expect(decideExchange(at).decision).toMatchObject({ kind: 'allow' });
    const grant = newGrant(at, judgeToken(at));
    expect(grant.expiresAt).toBe(NOW - 10 + 300);
    const used = decideWithGrant(at, decideByToken(at), { kind: 'found', grant });
    expect(used.decision).toMatchObject({ kind: 'allow', signIn: { acr: 'loa1' } });
  });

  test('for one use goes by the strongest word alone: with two times, a sign-in would have two uses', () => {
    const once = { ...RECENT, grant: { required: true, once: true } };
    expect(decided(SESSION, once)).toMatchObject({ kind: 'challenge', reason: 'max_age' });
    expect(decideExchange(asking(SESSION, once)).decision).toMatchObject({ kind: 'challenge' });
    const oneUse = { demands: { base: requirement(RECENT), rules: [rule('signIn.acr == "loa1"', once)] } };
    expect(decided(SESSION, {}, oneUse)).toMatchObject({ kind: 'challenge', reason: 'max_age' });
  });
});
