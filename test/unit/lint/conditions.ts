/** Conditions that are invalid, name what no request has, or are constant. */
import { methods, one, ruled, trusting } from '../../support/lint/case.ts';
import type { Case } from '../../support/lint/case.ts';

export const CONDITIONS: readonly Case[] = [
  {
    name: 'a claim with the methods of the sign-in',
    rule: 'condition-claims-of-sign-in',
    bad: ruled('has(claims.amr) && "sms" in claims.amr'),
    good: ruled('has(signIn.amr) && "sms" in signIn.amr'),
    names: 'signIn.amr',
  },
  {
    name: 'a claim with the time of the sign-in, asked for by its name',
    rule: 'condition-claims-of-sign-in',
    bad: ruled('"auth_time" in claims && claims["auth_time"] < 1700000000.0'),
    good: ruled('signIn.age > 3600'),
    names: 'signIn.age',
  },
  {
    name: 'the claim of an issuer that has the acr',
    rule: 'condition-claims-of-sign-in',
    bad: ruled('has(claims.acrs) && "c1" in claims.acrs'),
    good: ruled('has(signIn.acr) && signIn.acr == "loa1"'),
    names: 'signIn.acr',
    input: { trust: trusting({ acr: { claim: 'acrs', values: { c1: 'loa1', c2: 'loa2', c3: 'loa3' } } }) },
  },
  {
    name: 'the claim of an issuer that has the time of the sign-in',
    rule: 'condition-claims-of-sign-in',
    bad: ruled('has(claims.signed_in) && claims.signed_in < 1700000000.0'),
    good: ruled('signIn.age > 3600'),
    names: 'signIn.age',
    input: { trust: trusting({ authTime: { claim: 'signed_in' } }) },
  },
  {
    name: 'the claim of an issuer that has the methods',
    rule: 'condition-claims-of-sign-in',
    bad: ruled('has(claims.factors) && "sms" in claims.factors'),
    good: ruled('has(signIn.amr) && "sms" in signIn.amr'),
    names: 'signIn.amr',
    input: { trust: trusting({ amr: { claim: 'factors' } }) },
  },
  {
    name: 'a condition that does not compile',
    rule: 'condition-invalid',
    bad: ruled('risk.score >'),
    good: ruled('risk.score > 1.0'),
    names: 'rules[0].when',
  },
  {
    name: 'an unknown variable',
    rule: 'condition-invalid',
    bad: ruled('user.name == "a"'),
    good: ruled('claims.sub == "a"'),
    names: 'user',
  },
  {
    name: 'an unknown field',
    rule: 'condition-invalid',
    bad: ruled('request.verb == "GET"'),
    good: ruled('request.path == "/"'),
    names: 'verb',
  },
  {
    name: 'an unknown field of a change',
    rule: 'condition-invalid',
    bad: one({ upcoming: { rules: [{ when: 'risk.points > 1', acr: 'loa2' }] } }),
    good: one({ upcoming: { rules: [{ when: 'risk.score > 1.0', acr: 'loa2' }] } }),
    names: 'upcoming.rules[0].when',
  },
  {
    name: 'an unknown field that is asked for',
    rule: 'condition-unknown-field',
    bad: ruled('has(request.verb)'),
    good: ruled('has(request.query.verb)'),
    names: 'request.verb',
  },
  {
    name: 'a parameter that no template has',
    rule: 'condition-parameter-unknown',
    bad: ruled('request.parameters.key == "1"'),
    good: ruled('request.parameters.id == "1"'),
    names: 'key',
  },
  {
    name: 'a parameter that no template has, guarded',
    rule: 'condition-parameter-unknown',
    bad: ruled('has(request.parameters.key) && request.parameters.key == "1"'),
    good: ruled('"id" in request.parameters'),
  },
  {
    name: 'a parameter of no template below a wildcard',
    rule: 'condition-parameter-unknown',
    bad: ruled('has(request.parameters.id)', { acr: 'loa2' }, 'GET /a/*'),
    good: ruled('has(request.parameters.id)', { acr: 'loa2' }, 'GET /a/*'),
    input: { routes: methods('GET /a/{key}') },
    goodInput: { routes: methods('GET /a/{id}', 'GET /a/b') },
  },
  ...(
    [
      ['/a/1/', '/a/1'],
      ['//a/1', '/a/1'],
      ['a/1', '/a/1'],
      ['/a/%31', '/a/1'],
      ['/a/é', '/a/%C3%A9'],
      ['/a/1%2F', '/a/1'],
      ['/a//1', '/a/1'],
    ] as const
  ).flatMap(([bad, good]) =>
    (
      [
        (path: string) => `request.path == ${path}`,
        (path: string) => `claims.sub == "a" && ${path} != request.path`,
        (path: string) => `request.path in ["/", ${path}]`,
      ] as const
    ).map((condition): Case => ({
      name: condition(bad),
      rule: 'condition-path-unmatched',
      bad: ruled(condition(JSON.stringify(bad))),
      good: ruled(condition(JSON.stringify(good))),
      names: `${JSON.stringify(bad)}, which it never is`,
    })),
  ),
  {
    name: 'slashes in a row, which only a greedy value keeps',
    rule: 'condition-path-unmatched',
    bad: ruled('request.path == "/a//b"', { acr: 'loa2' }, 'GET /a/*'),
    good: ruled('request.path == "/a//b"', { acr: 'loa2' }, 'GET /a/*'),
    names: 'Write "/a/b"',
    input: { routes: methods('GET /a/{id}') },
    goodInput: { routes: methods('GET /a/{rest+}') },
  },
  {
    name: 'slashes in a row of a route that is not known',
    rule: 'condition-path-unmatched',
    bad: ruled('request.path == "/a/"', { acr: 'loa2' }, 'GET /a/*'),
    good: ruled('request.path == "/a//b" || request.path == "/"', { acr: 'loa2' }, 'GET /a/*'),
    names: 'write "/a"',
  },
  {
    name: 'a header with capitals',
    rule: 'condition-header-case',
    bad: ruled('"X-Device" in request.headers'),
    good: ruled('"x-device" in request.headers'),
    names: 'x-device',
  },
  {
    name: 'a header with credentials',
    rule: 'condition-header-unseen',
    bad: ruled('has(request.headers.cookie)'),
    good: ruled('has(request.headers.cookies)'),
  },
  ...(
    [
      ['false', 'claims.sub == "a"'],
      ['1 > 2', 'claims.sub == "a"'],
      ['risk.score > 100.0', 'risk.score > 99.0'],
      ['request.method == "POST"', 'request.path == "/a"'],
      ['has(request.verb)', 'has(request.query.verb)'],
      ['request.method in ["POST", "PUT"]', 'request.path == "/a"'],
      ['claims.sub == "a" && false', 'claims.sub == "a" && claims.exp > 1'],
      ['now < timestamp("2020-01-01T00:00:00Z")', 'now > timestamp("2099-01-01T00:00:00Z")'],
    ] as const
  ).map(([bad, good]): Case => ({ name: bad, rule: 'condition-never', bad: ruled(bad), good: ruled(good) })),
  ...(
    [
      ['true', 'claims.sub == "a"'],
      ['risk.score >= 0.0', 'risk.score > 0.0'],
      ['risk.level in ["low", "medium", "high"]', 'risk.level in ["medium", "high"]'],
      ['request.method != "POST"', 'request.path != "/a"'],
      ['claims.sub == "a" || true', 'claims.sub == "a" || claims.exp > 1'],
      ['!(1 == 2) ? true : false', 'claims.sub == "a" ? true : false'],
      ['now > timestamp("2020-01-01T00:00:00Z")', 'now > timestamp("2099-01-01T00:00:00Z")'],
      ['now >= timestamp("2020-01-01T00:00:00Z")', 'now < timestamp("2099-01-01T00:00:00Z")'],
      ['has(request.method)', 'has(claims.method)'],
      ['!has(request.verb)', 'has(request.verb)'],
    ] as const
  ).map(([bad, good]): Case => ({ name: bad, rule: 'condition-always', bad: ruled(bad), good: ruled(good) })),
];
