/** Claims as real issuers write them: what nothing needs closes nothing, and each refusal says what is wrong. */
import { BUNDLES } from '../../../core/contract.ts';
import { callRoute } from '../../support/functions/api-caller.ts';
import { startBuiltFunctions } from '../../support/functions/built-functions.ts';
import type { BuiltFunctions } from '../../support/functions/built-functions.ts';
import { authorizerEvent } from '../../support/functions/rest-events.ts';
import { until } from '../../support/time/until.ts';

let functions: BuiltFunctions;

beforeAll(async () => {
  functions = await startBuiltFunctions();
  await functions.putPolicy({
    route: 'POST /without-totp',
    rules: [{ when: '!("totp" in signIn.amr)', deny: true }],
  });
  await functions.putPolicy({
    route: 'POST /with-pwd',
    rules: [{ when: '!("pwd" in signIn.amr)', deny: true }],
  });
});
afterAll(() => functions.close());

const ODD = [null, true, 7, -1.5, '', 'now', [], ['a', 7], {}, { a: null }, [[]]];

const call = async (route: string, claims: object) =>
  callRoute(functions, route, { token: await functions.issuer.sign(claims) });

const opened = { opened: 'token', acr: 'loa2' };

describe.each(['scope', 'jti', 'iat', 'azp', 'nonce_supported', 'roles', 'name', 'act'])(
  'a route that does not need the claim %s',
  (claim) => {
    test.each(ODD)('is opened with it as %j', async (value) => {
      expect(await call('GET /open', { [claim]: value })).toEqual(opened);
      expect(await call('POST /payments', { [claim]: value })).toEqual(opened);
    });
  },
);

describe('what is said of a sign-in', () => {
  const open = { opened: 'token', acr: 'loa2' };

  test.each([...ODD, [{ method: 'totp' }], ['pwd'], 'pwd'])(
    'amr as %j opens what asks for no method, and meets no condition on one that it does not name',
    async (amr) => {
      expect(await call('GET /open', { amr })).toEqual(open);
      expect(await call('POST /payments', { amr })).toEqual(open);
      expect(await call('POST /without-totp', { amr })).toMatchObject({ refused: 'access_denied' });
    },
  );

  test.each([[['pwd']], ['pwd']])('amr as %j is the method pwd', async (amr) => {
    expect(await call('POST /with-pwd', { amr })).toEqual(open);
  });

  test.each([[[{ method: 'pwd' }]], [['pwd', 7]], [7], ['pwd totp'], [null], [{ pwd: true }]])(
    'amr as %j is no method',
    async (amr) => {
      expect(await call('POST /with-pwd', { amr })).toMatchObject({ refused: 'access_denied' });
    },
  );

  test.each([...ODD.filter((value) => value !== 7), -5, 10_000_000_000, Date.now(), 1e300])(
    'auth_time as %j is no time: it opens what asks for no age, and elsewhere asks for a sign-in [unreadable-never-helps]',
    async (authTime) => {
      expect(await call('GET /open', { auth_time: authTime })).toEqual(open);
      expect(await call('POST /payments', { auth_time: authTime })).toMatchObject({
        refused: 'insufficient_user_authentication',
        maxAge: '300',
      });
    },
  );

  test.each([7, ['loa2'], null, {}, true, 'unknown'])('acr as %j is no acr', async (acr) => {
    expect(await call('GET /open', { acr })).toEqual({ ...open, acr: '' });
    expect(await call('POST /payments', { acr })).toMatchObject({
      refused: 'insufficient_user_authentication',
      acrValues: 'loa2 loa3',
    });
  });
});

describe('a token', () => {
  test.each([null, {}])('with cnf as %j is not bound to a key', async (cnf) => {
    expect(await call('POST /payments', { cnf })).toEqual(opened);
  });

  test.each(['[]', '"x"', '7', '{"jkt":null}', '{"x":0}', '{"constructor":1}', '{"prototype":1}', '[{}]'])(
    'with cnf as %s opens nothing',
    async (cnf) => {
      const token = await functions.issuer.sign({ cnf: JSON.parse(cnf) });
      expect(await callRoute(functions, 'GET /open', { token })).toMatchObject({ refused: 'invalid_token' });
    },
  );
});

test.each(['azp', 'appid', 'cid'])(
  'a claim %s that is an object with a member toString is no client',
  async (claim) => {
    const odd: unknown = JSON.parse('{"toString":1,"valueOf":1}');
    expect(await call('POST /payments', { [claim]: odd })).toEqual(opened);
  },
);

describe('scopes', () => {
  test.each([[['admin']], [['pay', 'admin']], ['admin'], ['pay admin'], [[7, 'admin', null]]])(
    'as %j are scopes',
    async (scope) => {
      expect(await call('DELETE /admin', { scope })).toEqual(opened);
    },
  );

  test.each([[['admin pay']], [null], [7], [{ admin: true }], [[['admin']]], ['Admin'], [['admins']]])(
    'as %j have no scope admin',
    async (scope) => {
      expect(await call('DELETE /admin', { scope })).toMatchObject({ refused: 'insufficient_scope' });
    },
  );
});

describe('a refusal says in the log what is wrong', () => {
  const refusedFor = async (token: string, reason: string) => {
    const before = functions.log().length;
    const result = await functions.invoke(
      BUNDLES.authorizer,
      authorizerEvent('GET /open', { Authorization: [`Bearer ${token}`] }),
    );
    expect(result).toMatchObject({ ok: true, value: { context: { stepUpError: 'invalid_token' } } });
    await until(`a line with ${reason}`, () =>
      functions
        .log()
        .slice(before)
        .some((line) => line.includes(`"reason":"${reason}"`))
        ? true
        : undefined,
    );
  };

  test.each<[object, string]>([
    [{ sub: 7 }, 'claim'],
    [{ sub: '' }, 'claim'],
    [{ exp: 'soon' }, 'claim'],
    [{ nbf: null }, 'claim'],
    [{ aud: {} }, 'claim'],
    [{ aud: null }, 'audience'],
    [{ iss: 7 }, 'issuer'],
    [{ iss: undefined }, 'issuer'],
    [{ client_id: 7 }, 'client'],
  ])('with %j: %s', async (claims, reason) => {
    await refusedFor(await functions.issuer.sign(claims), reason);
  });

  test.each([
    ['no object', '[]', 'format'],
    ['null', 'null', 'format'],
    ['no JSON', '{"iss":', 'format'],
    ['a claim twice', '{"sub":"a","sub":"b"}', 'duplicate'],
    ['__proto__', '{"__proto__":{"sub":"a"}}', 'duplicate'],
    ['__proto__ further in', '{"act":[{"__pr\\u006fto__":1}]}', 'duplicate'],
  ])('whose claims are %s: %s, %s', async (_, payload, reason) => {
    await refusedFor(await functions.issuer.signText(payload), reason);
  });

  test('whose signature is wrong: signature', async () => {
    const [header, , signature] = (await functions.issuer.sign()).split('.');
    const [, payload] = (await functions.issuer.sign({ sub: 'bob' })).split('.');
    await refusedFor([header, payload, signature].join('.'), 'signature');
  });
});
