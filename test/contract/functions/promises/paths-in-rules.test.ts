/** What rules and grants see of the path: what was sent, taken apart by the template, decoded once. */
import * as v from 'valibot';
import { BUNDLES } from '../../../../core/contract.ts';
import { callRoute, exchangeFor } from '../../../support/functions/api-caller.ts';
import { startBuiltFunctions } from '../../../support/functions/built-functions.ts';
import type { BuiltFunctions } from '../../../support/functions/built-functions.ts';
import { authorizerEvent, proxyPathEvent } from '../../../support/functions/rest-events.ts';
import { ENDPOINTS } from '../../../../core/contract.ts';

const OWN_HOST = 'https://www.example.com/api';

let functions: BuiltFunctions;
let branded: BuiltFunctions;
let count = 0;

beforeAll(async () => {
  functions = await startBuiltFunctions();
  branded = await startBuiltFunctions({ publicUrl: OWN_HOST });
});
afterAll(async () => {
  await functions.close();
  await branded.close();
});

/** A call of `POST /pN/{id}/approval` with this path below the stage, and these parameters in the event. */
const approval = (route: string, sent: string, id: string | null) => {
  const { requestContext } = authorizerEvent(route, {});
  const path = `/v1${route.slice('POST '.length).replace('{id}', sent)}`;
  return { pathParameters: { id }, requestContext: { ...Object(requestContext), path } };
};

async function ruled(at: BuiltFunctions, when: string, more: object = { acr: 'loa3' }): Promise<string> {
  const route = `POST /p${(count += 1)}/{id}/approval`;
  await at.putPolicy({ route, rules: [{ when, ...more }] });
  return route;
}

const CHALLENGED = expect.objectContaining({ refused: 'insufficient_user_authentication' });
const OPENED = expect.objectContaining({ opened: 'token' });

describe('a rule on a parameter', () => {
  test.each([
    ['as it is', '17', '17', CHALLENGED],
    ['encoded, as API Gateway hands it over', '%317', '%317', CHALLENGED],
    ['encoded in part', '1%37', '1%37', CHALLENGED],
    ['encoded, and handed over decoded', '%317', '17', CHALLENGED],
    ['encoded twice, which is another value', '%25317', '%25317', OPENED],
    ['of another value', '18', '18', OPENED],
    ['that is no UTF-8', '%ff', '%ff', CHALLENGED],
    ['that the gateway takes for another', '18', '19', CHALLENGED],
    ['that the gateway does not name', '18', null, CHALLENGED],
  ])('counts for one %s [parameters-decoded-once]', async (_, sent, said, expected) => {
    const route = await ruled(functions, 'request.parameters.id == "17"');
    const token = await functions.issuer.sign();
    expect(await callRoute(functions, route, { token, event: approval(route, sent, said) })).toEqual(
      expected,
    );
  });

  test('that denies, denies it in any spelling', async () => {
    const route = await ruled(functions, 'request.parameters.id == "17"', { deny: true });
    const token = await functions.issuer.sign({ acr: 'loa3' });
    expect(
      await callRoute(functions, route, { token, event: approval(route, '%317', '%317') }),
    ).toMatchObject({
      refused: 'access_denied',
    });
  });

  test('holds where the parameters cannot be told, also one that only asks whether there is one [unclear-parameters-hold]', async () => {
    const route = await ruled(functions, '!has(request.parameters.id)');
    const token = await functions.issuer.sign();
    expect(await callRoute(functions, route, { token, event: approval(route, '17', '17') })).toEqual(OPENED);
    expect(await callRoute(functions, route, { token, event: approval(route, '%ff', '%ff') })).toEqual(
      CHALLENGED,
    );
  });
});

describe('a rule on the path', () => {
  const GREEDY = 'GET /files/{rest+}';
  const file = (path: string, rest: string | null) => {
    const { requestContext } = authorizerEvent(GREEDY, {});
    return { pathParameters: { rest }, requestContext: { ...Object(requestContext), path } };
  };

  test.each([
    ['as it was sent', '/v1/files/admin/a%2Fb', 'admin/a%2Fb', true],
    ['decoded', '/v1/files/admin/a%2Fb', 'admin/a/b', true],
    ['as it was sent, and no UTF-8', '/v1/files/admin/a%2Fb%ff', 'admin/a%2Fb%ff', true],
    ['decoded, and no UTF-8', '/v1/files/admin/a%2Fb%ff', 'admin/a/b\uFFFD', true],
    ['as another value', '/v1/files/admin/a', 'other/c/d', true],
    ['as nothing', '/v1/files/admin/a', null, true],
    ['after slashes in a row that it does not have', '/v1/files//open/a', 'open/a', true],
    ['with an encoded slash at its end', '/v1/files/admin/a%2F', 'admin/a%2F', true],
    ['for another path', '/v1/files/open/a', 'open/a', false],
  ])(
    'denies a call whose greedy parameter is handed over %s [unclear-path-holds]',
    async (_, path, rest, denied) => {
      const rules = [{ when: 'request.path.startsWith("/files/admin/")', deny: true }];
      await functions.putPolicy({ route: GREEDY, rules });
      const token = await functions.issuer.sign();
      expect(await callRoute(functions, GREEDY, { token, event: file(path, rest) })).toEqual(
        denied ? expect.objectContaining({ refused: 'access_denied' }) : OPENED,
      );
    },
  );

  test('denies the path with an encoded slash at its end, too', async () => {
    const token = await functions.issuer.sign();
    await functions.putPolicy({
      route: GREEDY,
      rules: [{ when: 'request.path == "/files/export"', deny: true }],
    });
    functions.time.advance(10_000);
    for (const value of ['export', 'export/', 'export%2F', '/export'])
      expect(await callRoute(functions, GREEDY, { token, event: file(`/v1/files/${value}`, value) })).toEqual(
        value === '/export' ? OPENED : expect.objectContaining({ refused: 'access_denied' }),
      );
  });

  test('holds where the path cannot be told, also one that first asks whether there is one', async () => {
    const token = await functions.issuer.sign();
    const event = file('/v1/files/a', null);
    const rules = [{ when: 'has(request.path) && request.path == "/other"', deny: true }];
    await functions.putPolicy({ route: GREEDY, rules });
    functions.time.advance(10_000);
    expect(await callRoute(functions, GREEDY, { token, event })).toMatchObject({ refused: 'access_denied' });
  });

  test('is evaluated where the parameters alone cannot be told, and a rule on neither in any case', async () => {
    const token = await functions.issuer.sign();
    const route = await ruled(functions, 'request.path == "/other"');
    expect(await callRoute(functions, route, { token, event: approval(route, '18', '19') })).toEqual(OPENED);
    await functions.putPolicy({ route: GREEDY, rules: [{ when: 'request.method == "PUT"', deny: true }] });
    functions.time.advance(10_000);
    expect(await callRoute(functions, GREEDY, { token, event: file('/v1/files/a', null) })).toEqual(OPENED);
  });
});

describe('a grant for one path', () => {
  test('opens that path in any spelling, and none that cannot be told', async () => {
    const route = `POST /p${(count += 1)}/{id}/approval`;
    await functions.putPolicy({ route, acr: 'loa2', grant: { bind: 'path', required: true } });
    const token = await functions.issuer.sign();
    const exchanged = await exchangeFor(functions, route, token, 'id=17');
    const grant = 'grant' in exchanged ? exchanged.grant : exchanged.error;
    const at = (sent: string, said: string) =>
      callRoute(functions, route, { token, grant, event: approval(route, sent, said) });
    expect(await at('17', '17')).toMatchObject({ opened: 'grant' });
    expect(await at('%317', '%317')).toMatchObject({ opened: 'grant' });
    expect(await at('18', '18')).toMatchObject({ refused: 'step_up_grant_required' });
    expect(await at('17', '18')).toMatchObject({ refused: 'step_up_grant_required' });
    expect(await at('%ff', '%ff')).toMatchObject({ refused: 'step_up_grant_required' });
  });
});

describe('with a publicUrl', () => {
  const calledAt = (path: string, domainName: string) => ({
    requestContext: { ...Object(authorizerEvent('GET /accounts', {}).requestContext), path, domainName },
  });

  test.each([
    ['the host of API Gateway', '/v1/accounts', 'abcdefghij.execute-api.us-east-1.amazonaws.com'],
    ['its own host', '/api/accounts', 'www.example.com'],
    ['a host without a base path', '/accounts', 'other.example.com'],
    ['a path that repeats the base', '/api/v1/accounts', 'www.example.com'],
    ['a path with a slash at its end', '/api/accounts/', 'www.example.com'],
    ['a path with slashes after its base', '/api//accounts', 'www.example.com'],
  ])('a rule on the path counts for a call by %s [path-from-template]', async (_, path, domainName) => {
    await branded.putPolicy({
      route: 'GET /accounts',
      rules: [{ when: 'request.path == "/accounts"', acr: 'loa3' }],
    });
    const token = await branded.issuer.sign();
    const event = calledAt(path, domainName);
    expect(await callRoute(branded, 'GET /accounts', { token, event })).toEqual(CHALLENGED);
  });
});

const metadata = v.object({
  statusCode: v.number(),
  body: v.pipe(v.string(), v.parseJson(), v.object({ resource: v.optional(v.string()) })),
});

describe('the metadata', () => {
  const resourceOf = async (path: string) => {
    const result = await functions.invoke(
      BUNDLES.tokenExchange,
      proxyPathEvent(ENDPOINTS.metadataOfPath, path),
    );
    const { statusCode, body } = v.parse(metadata, result.ok ? result.value : undefined);
    return statusCode === 200 ? body.resource : statusCode;
  };

  test.each(['accounts', 'a%2Cb', 'a,b', 'a/b/', 'a//b', '%C3%A9'])(
    'names the resource as it was called: %s (RFC 9728 §3.3)',
    async (path) => {
      expect(await resourceOf(path)).toBe(`https://api.example.com/v1/${path}`);
    },
  );

  test.each(['a"b', "a'b", 'a$b', 'é'])(
    'is not there for a path that cannot be repeated: %s',
    async (path) => {
      expect(await resourceOf(path)).toBe(404);
    },
  );
});
