import {
  asksForStepUp,
  combine,
  NO_REQUIREMENT,
  ONCE_MAX_AGE,
  requirementFrom,
  unsatisfiable,
} from '../../core/policy/requirement.ts';
import { LONGEST_GRANT_TTL } from '../../core/policy/fields.ts';
import { requirement, VOCABULARY } from '../support/policies/decision-inputs.ts';

const from = (fields: Parameters<typeof requirementFrom>[0]) => requirementFrom(fields, VOCABULARY);

describe('the requirement of policy fields', () => {
  test('without any asks for a valid access token alone', () => {
    expect(from({})).toEqual({
      deny: false,
      closedUntil: 0,
      acr: 'any',
      maxAge: undefined,
      scopes: [],
      grant: { required: false, ttl: LONGEST_GRANT_TTL, once: false, boundToPath: false, notBefore: 0 },
    });
  });

  test('asks for what each of them says', () => {
    expect(
      from({
        deny: true,
        acr: 'loa2',
        acrValues: ['loa4', 'loa1', 'loa3'],
        closedUntil: 9,
        maxAge: 300,
        scopes: ['b', 'a', 'b'],
        grant: { required: true, ttl: 60, bind: 'path', notBefore: 7 },
      }),
    ).toEqual({
      deny: true,
      closedUntil: 9,
      acr: ['loa3', 'loa4'],
      maxAge: 300,
      scopes: ['a', 'b'],
      grant: { required: true, ttl: 60, once: false, boundToPath: true, notBefore: 7 },
    });
  });

  test('of a list of words keeps its order of preference', () => {
    expect(from({ acrValues: ['loa4', 'loa2'] }).acr).toEqual(['loa4', 'loa2']);
  });

  test('of a grant for one use demands the grant, and a sign-in of the last day', () => {
    expect(from({ grant: { use: 'once' } })).toMatchObject({
      maxAge: ONCE_MAX_AGE,
      grant: { required: true, once: true },
    });
    expect(from({ maxAge: 300, grant: { use: 'once' } }).maxAge).toBe(300);
    expect(from({ maxAge: 100_000, grant: { use: 'once' } }).maxAge).toBe(ONCE_MAX_AGE);
  });

  test('of a grant that may be used again, or that opens every path, demands neither', () => {
    expect(from({ grant: { required: false, use: 'window' } }).grant).toMatchObject({
      required: false,
      once: false,
      boundToPath: false,
    });
  });
});

describe('two requirements together', () => {
  const strict = requirement({
    deny: true,
    acr: ['loa3'],
    maxAge: 60,
    scopes: ['b', 'a'],
    grant: { required: true, ttl: 30, once: true, boundToPath: true, notBefore: 9 },
  });

  test('are as strict as the stricter one, in each part', () => {
    const both = { ...strict, scopes: ['a', 'b'] };
    expect(combine(strict, NO_REQUIREMENT, VOCABULARY)).toEqual(both);
    expect(combine(NO_REQUIREMENT, strict, VOCABULARY)).toEqual(both);
  });

  test('ask for the least age, the shortest grant, the latest notBefore, and all scopes', () => {
    const a = requirement({ maxAge: 60, scopes: ['a'], grant: { ttl: 90, notBefore: 5 } });
    const b = requirement({ maxAge: 90, scopes: ['b', 'a'], grant: { ttl: 60, notBefore: 3 } });
    expect(combine(a, b, VOCABULARY)).toMatchObject({
      maxAge: 60,
      scopes: ['a', 'b'],
      grant: { ttl: 60, notBefore: 5 },
    });
  });
});

test.each([
  ['an acr', { acr: ['loa1'] }, true],
  ['a maximum age', { maxAge: 300 }, true],
  ['a grant', { grant: { required: true } }, true],
  ['scopes', { scopes: ['admin'] }, false],
  ['nothing', {}, false],
])('%s asks for step-up: %#', (_, fields, asks) => {
  expect(asksForStepUp(requirement(fields))).toBe(asks);
});

describe('a requirement that cannot be met', () => {
  test('has no acr word left', () => {
    expect(unsatisfiable(requirement({ acr: [], grant: { required: true } }))).toEqual({
      field: 'acr',
      message: 'no acr word satisfies all its demands',
    });
  });

  test('demands a grant that nothing would earn', () => {
    expect(unsatisfiable(requirement({ grant: { required: true } }))).toEqual({
      field: 'grant',
      message: 'a grant is demanded, but neither an acr nor a maxAge that would earn one',
    });
  });

  test.each([
    [{ acr: ['loa1'], grant: { required: true } }],
    [{ maxAge: 300, grant: { required: true } }],
    [{ acr: ['loa1'] }],
    [{}],
  ])('is not %j', (fields) => {
    expect(unsatisfiable(requirement(fields))).toBeUndefined();
  });
});
