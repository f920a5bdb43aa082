/** What a rule sees of the sign-in that is judged: that behind a grant, in place of the token's own. */
import { judgeGrant, judgeToken } from '../../core/decision/judgement.ts';
import { decide } from '../../core/decision/decide.ts';
import { newGrant } from '../../core/decision/grant.ts';
import { hypotheticalAuthentication } from '../../core/token/hypothetical-authentication.ts';
import { issuerWords } from '../../core/token/issuer-words.ts';
import type { IssuerTrust } from '../../core/token/issuer-words.ts';
import { saidSignIn, signInOf } from '../../core/token/said-sign-in.ts';
import { accepted } from '../support/cel/conditions.ts';
import { input, NOW, requirement, trustReaching, VOCABULARY } from '../support/policies/decision-inputs.ts';

type Claims = Readonly<Record<string, unknown>>;

/** An issuer that says the acr in this claim, by these words. */
function trustReading(claim: string, values: Readonly<Record<string, string>>): IssuerTrust {
  const acr = { claim, values: { ...values } };
  const issuer = { ...trustReaching().issuer, acr };
  return { issuer, words: issuerWords(issuer, VOCABULARY) };
}

/** As Entra ID says it. */
const TRUST = trustReading('acrs', { c1: 'loa1', c3: 'loa3' });

/** A request whose token has these claims. */
function requestWith(claims: Claims, trust = TRUST) {
  const at = input({ trust });
  const authentication = hypotheticalAuthentication({
    ...at.authentication,
    claims,
    signIn: signInOf(claims, trust),
  });
  return { ...at, authentication };
}

const WEAK: Claims = { acr: '1', acrs: ['c1'], amr: ['pwd'], auth_time: NOW - 1000 };
const STRONG: Claims = { acr: '3', acrs: ['c3'], amr: ['hwk'], auth_time: NOW - 10 };

/** Whether a rule with this condition counts for the sign-in of `grant` beside the token `token`. */
function counts(text: string, { token, grant }: { readonly token: Claims; readonly grant: Claims }) {
  const at = requestWith(token);
  const rule = { name: 'rules[0]', when: accepted(text), adds: requirement({}) };
  const demands = { base: requirement({}), rules: [rule] };
  const [fired] = judgeGrant({ ...at, demands }, saidSignIn(grant, TRUST.issuer))?.fired ?? [];
  return fired?.failure ?? fired !== undefined;
}

describe('a rule sees of the sign-in behind a grant', () => {
  const token = { ...WEAK, department: 'sales' };
  const grant = { ...STRONG, department: 'board' };

  test.each([
    ['its acr, in our words', 'signIn.acr == "loa3"'],
    ['its methods', '"hwk" in signIn.amr'],
    ['the claim acr', 'claims.acr == "3"'],
    ['the claim from which the acr is read', '"c3" in claims.acrs'],
    ['the claim amr', '"hwk" in claims.amr'],
    ['the claim auth_time', `claims.auth_time == ${NOW - 10}`],
  ])('%s', (_, text) => {
    expect(counts(text, { token, grant })).toBe(true);
    expect(counts(text, { token: grant, grant: token })).toBe(false);
  });

  test('its age', () => {
    expect(counts('signIn.age >= 500', { token, grant })).toBe(false);
    expect(counts('signIn.age >= 500', { token: grant, grant: token })).toBe(true);
  });

  test('no other claim: those are of the token', () => {
    expect(counts('claims.department == "sales"', { token, grant })).toBe(true);
    expect(counts('claims.department == "board"', { token, grant })).toBe(false);
  });

  test.each(['acr', 'acrs', 'amr', 'auth_time'])(
    'no claim %s where it lacks it, also if the token has it',
    (name) => {
      const lacking = Object.fromEntries(Object.entries(STRONG).filter(([one]) => one !== name));
      expect(counts(`has(claims.${name})`, { token, grant: lacking })).toBe(false);
      expect(counts(`has(claims.${name})`, { token: lacking, grant })).toBe(true);
    },
  );

  test.each(['signIn.acr == "loa1"', '"pwd" in signIn.amr', 'signIn.age >= 500'])(
    'nothing where it says nothing: %s fails, and so the rule counts',
    (text) => {
      expect(counts(text, { token, grant: {} })).toContain('No such key');
    },
  );
});

describe('a rule sees the acr claim of a profile as part of the sign-in, also where the owner reads the acr elsewhere', () => {
  const bySets: IssuerTrust['issuer']['acr'] = { methods: [{ all: ['hwk'], acr: 'loa3' }] };
  const issuer = { ...trustReading('acr', {}).issuer, profile: 'entra' as const, acr: bySets };
  const trust = { issuer, words: issuerWords(issuer, VOCABULARY) };
  const rule = { name: 'rules[0]', when: accepted('"c3" in claims.acrs'), adds: requirement({}) };
  const demands = { base: requirement({}), rules: [rule] };

  test('that of a grant, not of the token beside it', () => {
    const judged = judgeGrant({ ...requestWith(STRONG, trust), demands }, saidSignIn(WEAK, issuer));
    expect(judged?.fired).toEqual([]);
    const stronger = judgeGrant({ ...requestWith(WEAK, trust), demands }, saidSignIn(STRONG, issuer));
    expect(stronger?.fired).toHaveLength(1);
  });

  test('but of another profile it is a claim like others, of the token beside the grant [grant-sign-in-judged]', () => {
    const other = { ...issuer, profile: 'rfc9068' as const };
    const at = requestWith(STRONG, { issuer: other, words: trust.words });
    expect(judgeGrant({ ...at, demands }, saidSignIn(WEAK, other))?.fired).toHaveLength(1);
  });

  test('none of a token that shows no sign-in', () => {
    const at = requestWith(STRONG, trust);
    const authentication = hypotheticalAuthentication({ ...at.authentication, issuedFor: 'unclear' });
    const { fired } = judgeToken({ ...at, authentication, demands });
    expect(fired).toEqual([expect.objectContaining({ failure: expect.stringContaining('No such key') })]);
  });
});

test('the token’s own sign-in is judged by its own claims', () => {
  const at = requestWith(WEAK);
  expect(judgeToken(at).signIn).toEqual({ acr: 'loa1', amr: ['pwd'], authTime: NOW - 1000 });
  expect(judgeGrant(at, saidSignIn(STRONG, TRUST.issuer))?.signIn).toEqual({
    ...{ acr: 'loa3', amr: ['hwk'], authTime: NOW - 10 },
  });
});

describe('a grant from before the acr mapping was changed', () => {
  const demands = { base: requirement({ acr: ['loa3', 'loa4'] }), rules: [] };
  const earning = { ...requestWith(STRONG), demands };
  const grant = newGrant(earning, judgeToken(earning));
  const beside = (trust: IssuerTrust) => {
    const at = { ...requestWith(WEAK, trust), demands };
    return decide(at, { kind: 'found', grant });
  };

  test('opens what its sign-in is enough for, as the words are understood today', () => {
    expect(beside(TRUST)).toMatchObject({ kind: 'allow', openedBy: 'grant', signIn: { acr: 'loa3' } });
    expect(beside(trustReading('acrs', { c1: 'loa1', c3: 'loa4' }))).toMatchObject({
      signIn: { acr: 'loa4' },
    });
  });

  test.each([
    ['as a weaker one', { c1: 'loa1', c3: 'loa2', c4: 'loa4' }],
    ['as none', { c1: 'loa1', c4: 'loa4' }],
  ])('opens nothing that asks for more, where the word counts %s', (_, values) => {
    expect(beside(trustReading('acrs', values))).toMatchObject({ kind: 'challenge', grantRefusal: 'acr' });
  });

  test('counts for nothing where the acr is read from another claim', () => {
    const trust = trustReading('acr', { '1': 'loa1', '3': 'loa3' });
    expect(judgeGrant({ ...requestWith(WEAK, trust), demands }, grant.said)).toBeUndefined();
    expect(beside(trust)).toMatchObject({ kind: 'challenge', grantRefusal: 'other_claims' });
  });
});
