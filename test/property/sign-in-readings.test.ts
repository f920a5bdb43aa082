/** Whatever settings say where a sign-in stands: more methods never make it weaker, and what is unreadable or older never helps. */
import fc from 'fast-check';
import { decide } from '../../core/decision/decide.ts';
import { hypotheticalAuthentication } from '../../core/token/hypothetical-authentication.ts';
import { issuerWords } from '../../core/token/issuer-words.ts';
import { signInOf } from '../../core/token/said-sign-in.ts';
import type { IssuerTrust } from '../../core/token/issuer-words.ts';
import type { TrustedIssuer } from '../../core/trust/trust-config.ts';
import { atLeast } from '../../core/policy/acr.ts';
import { runs } from '../support/effort.ts';
import { input, NOW, requirement, trustReaching, VOCABULARY } from '../support/policies/decision-inputs.ts';

const METHODS = ['pwd', 'otp', 'sms', 'hwk', 'face'];

interface Used {
  readonly method: string;
  readonly timestamp?: unknown;
}

const { issuer } = trustReaching();

type MethodSets = NonNullable<TrustedIssuer['acr']['methods']>;

const sets: fc.Arbitrary<MethodSets> = fc.array(
  fc.record({
    all: fc.subarray(METHODS, { minLength: 1 }),
    acr: fc.constantFrom(...VOCABULARY),
  }),
  { minLength: 1, maxLength: 6 },
);

const acrReadings: fc.Arbitrary<TrustedIssuer['acr']> = fc.oneof(
  { weight: 3, arbitrary: sets.map((methods) => ({ methods })) },
  { weight: 1, arbitrary: fc.constant({ claim: 'level', numbers: { 1: 'loa1', 2: 'loa2', 3: 'loa3' } }) },
  { weight: 1, arbitrary: fc.constant({}) },
);

function trustIn(acr: TrustedIssuer['acr']): IssuerTrust {
  const trusted = {
    ...issuer,
    acr,
    amr: { member: 'method' },
    authTime: { member: 'timestamp' },
  };
  return { issuer: trusted, words: issuerWords(trusted, VOCABULARY) };
}

const trusts: fc.Arbitrary<IssuerTrust> = acrReadings.map(trustIn);

const usedMethod: fc.Arbitrary<Used> = fc.record({
  method: fc.constantFrom(...METHODS),
  timestamp: fc.integer({ min: NOW - 600, max: NOW }),
});
const usedMethods = fc.array(usedMethod, { minLength: 1, maxLength: 6 });

/** What is no method where methods are objects with a member `method`. */
const unreadable: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  ...[
    null,
    7,
    true,
    '',
    {},
    [],
    { name: 'pwd', timestamp: NOW },
    { method: ['pwd'] },
    { method: '' },
    ['pwd'],
  ],
);

const levels = fc.constantFrom<unknown>(undefined, 'loa1', 'loa2', 'loa3', 1, '2', 3, 7, [3]);

const rank = (acr: string | undefined) => (acr === undefined ? -1 : VOCABULARY.indexOf(acr));

const signIn = (trust: IssuerTrust, amr: readonly unknown[], level?: unknown) =>
  signInOf({ acr: level, level, amr }, trust);

function opens(trust: IssuerTrust, amr: readonly unknown[], word: string, maxAge: number): boolean {
  const base = requirement({ acr: atLeast(word, VOCABULARY), maxAge });
  const at = input({ requirement: base });
  const authentication = hypotheticalAuthentication({
    ...at.authentication,
    signIn: signIn(trust, amr),
    claims: { amr },
  });
  return decide({ ...at, trust, authentication }, { kind: 'none' }).kind === 'allow';
}

test('one more method never makes the acr weaker, and one less never stronger', () => {
  fc.assert(
    fc.property(trusts, usedMethods, usedMethod, levels, (trust, amr, more, level) => {
      const before = rank(signIn(trust, amr, level).acr);
      expect(rank(signIn(trust, [...amr, more], level).acr)).toBeGreaterThanOrEqual(before);
    }),
    runs(200, 500),
  );
});

test('the order of the methods makes no difference', () => {
  fc.assert(
    fc.property(trusts, usedMethods, levels, (trust, amr, level) => {
      const { acr, authTime } = signIn(trust, amr, level);
      expect(signIn(trust, amr.toReversed(), level)).toMatchObject({ acr, authTime });
    }),
  );
});

test('a part that cannot be read never helps [unreadable-never-helps]', () => {
  fc.assert(
    fc.property(trusts, usedMethods, unreadable, fc.nat({ max: 6 }), (trust, amr, odd, place) => {
      const spoilt: readonly unknown[] = [...amr.slice(0, place), odd, ...amr.slice(place)];
      expect(signIn(trust, spoilt)).toEqual({ acr: undefined, amr: undefined, authTime: undefined });
      for (const word of VOCABULARY) expect(opens(trust, spoilt, word, 600)).toBe(false);
    }),
  );
});

test('an older time of any method, or none, never makes the sign-in newer', () => {
  fc.assert(
    fc.property(
      trusts,
      usedMethods,
      fc.nat(),
      fc.constantFrom<unknown>(undefined, null, '7', NOW - 700, NOW * 1000, -1),
      (trust, amr, choice, other) => {
        const place = choice % amr.length;
        const aged = amr.map((one, index) => (index === place ? { ...one, timestamp: other } : one));
        const [before, after] = [signIn(trust, amr), signIn(trust, aged)];
        expect(after.acr).toBe(before.acr);
        expect(after.authTime ?? 0).toBeLessThanOrEqual(before.authTime ?? 0);
        for (const word of VOCABULARY)
          if (opens(trust, aged, word, 300)) expect(opens(trust, amr, word, 300)).toBe(true);
      },
    ),
  );
});

const bySets: fc.Arbitrary<{ readonly methods: MethodSets; readonly trust: IssuerTrust }> = sets.map(
  (methods) => ({ methods, trust: trustIn({ methods }) }),
);

test('with sets, a further method never closes a route: an old one beside a new one is no reason to sign in again', () => {
  fc.assert(
    fc.property(bySets, usedMethods, usedMethod, ({ trust }, amr, more) => {
      // A method that is named twice counts with its older time.
      fc.pre(amr.every(({ method }) => method !== more.method));
      for (const word of VOCABULARY)
        if (opens(trust, amr, word, 300)) expect(opens(trust, [...amr, more], word, 300)).toBe(true);
    }),
    runs(200, 500),
  );
});

test('with sets, a route opens only by one set that has an accepted word and is new enough as a whole', () => {
  fc.assert(
    fc.property(bySets, usedMethods, ({ trust, methods }, amr) => {
      const isNew = (name: string) =>
        amr.some(({ method }) => method === name) &&
        amr.every(({ method, timestamp }) => method !== name || Number(timestamp) >= NOW - 300);
      for (const word of VOCABULARY) {
        const enough = methods.some(({ acr, all }) => rank(acr) >= rank(word) && all.every(isNew));
        expect(opens(trust, amr, word, 300)).toBe(enough);
      }
    }),
    runs(200, 500),
  );
});

test('a sign-in is never newer than the oldest method of some set that shows its acr', () => {
  fc.assert(
    fc.property(bySets, usedMethods, ({ methods, trust }, amr) => {
      const { acr, authTime } = signIn(trust, amr);
      if (acr === undefined || authTime === undefined) return;
      // The methods that were used at that time or later, all of their uses.
      const since = METHODS.filter((method) =>
        amr.filter((one) => one.method === method).every(({ timestamp }) => Number(timestamp) >= authTime),
      ).filter((method) => amr.some((one) => one.method === method));
      expect(methods.some((set) => set.acr === acr && set.all.every((one) => since.includes(one)))).toBe(
        true,
      );
    }),
  );
});
