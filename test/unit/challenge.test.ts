/** Which answers are step-up challenges, and what is read from them, for all that an API may send. */
import { challengeOf } from '../../client/challenge.ts';

const ERROR = 'insufficient_user_authentication';
const JSON_TYPE = { 'content-type': 'application/problem+json' };

function inHeader(value: string, name = 'www-authenticate') {
  return challengeOf(new Response(null, { status: 401, headers: { [name]: value } }));
}
function inBody(body: string, headers: Record<string, string> = JSON_TYPE) {
  return challengeOf(new Response(body, { status: 401, headers }));
}

describe('a challenge', () => {
  test.each(['Bearer', 'bearer', 'BEARER', 'DPoP', 'dpop'])('has the scheme %s', async (scheme) => {
    expect(await inHeader(`${scheme} error="${ERROR}"`)).toMatchObject({ next: 'authenticate' });
  });

  test.each(['Basic', 'Digest', 'Bearerer'])('does not have the scheme %s', async (scheme) => {
    expect(await inHeader(`${scheme} error="${ERROR}"`)).toBeUndefined();
  });

  test.each([200, 400, 403, 407, 500])('does not have the status %i', async (status) => {
    const headers = { 'www-authenticate': `Bearer error="${ERROR}"` };
    expect(await challengeOf(new Response(null, { status, headers }))).toBeUndefined();
  });

  test.each([
    'application/problem+json',
    'application/problem+json; charset=utf-8',
    'Application/Problem+JSON;Charset=UTF-8',
    'application/json',
  ])('may be in a body of type %s', async (type) => {
    const body = JSON.stringify({ error: ERROR, acr_values: 'a b', max_age: '5', detail: 'Why' });
    expect(await inBody(body, { 'content-type': type })).toEqual({
      next: 'authenticate',
      acrValues: ['a', 'b'],
      maxAge: 5,
      reason: 'Why',
      offer: undefined,
    });
  });

  test('may be in a body that begins with a byte order mark', async () => {
    expect(await inBody(`\uFEFF{"error":"${ERROR}"}`)).toBeDefined();
  });

  test('is that of the first header which has one, among others', async () => {
    const header = `Negotiate, Bearer error="invalid_token", DPoP error="${ERROR}", acr_values="a"`;
    expect(await inHeader(header)).toMatchObject({ acrValues: ['a'] });
  });

  test('is in the body where the header is malformed', async () => {
    const headers = { ...JSON_TYPE, 'www-authenticate': `Bearer error="${ERROR}", acr_values="a` };
    expect(await inBody(`{"error":"${ERROR}","acr_values":"b"}`, headers)).toMatchObject({
      acrValues: ['b'],
    });
  });

  test.each(['', 'null', '[]', '"text"', '{', `{"error":["${ERROR}"]}`, '{"__proto__":{"error":1}}'])(
    'is not in the body %s',
    async (body) => {
      expect(await inBody(body)).toBeUndefined();
    },
  );
});

describe('the claims challenge of Entra ID', () => {
  const REQUEST = '{"access_token":{"acrs":{"essential":true,"value":"c2"}}}';
  const challenge = (claims: string) =>
    `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="${claims}"`;

  test('is a challenge, whose claims request is handed on as it is sent to the provider', async () => {
    expect(await inHeader(challenge(btoa(REQUEST)))).toEqual({
      next: 'authenticate',
      acrValues: [],
      maxAge: undefined,
      claims: REQUEST,
      reason: '',
      offer: undefined,
    });
  });

  test('is read from the body, too', async () => {
    const body = { error: 'insufficient_claims', claims: btoa(REQUEST), acr_values: 'c2 c3', max_age: '300' };
    expect(await inBody(JSON.stringify(body))).toMatchObject({
      claims: REQUEST,
      acrValues: ['c2', 'c3'],
      maxAge: 300,
    });
  });

  test.each(['', '%', 'e30_-', btoa('text'), btoa('7'), btoa('null'), btoa('{')])(
    'asks for no claims by %j',
    async (claims) => {
      const read = await inHeader(challenge(claims));
      expect(read).toMatchObject({ next: 'authenticate', acrValues: [] });
      expect(read?.claims).toBeUndefined();
    },
  );
});

describe('max_age', () => {
  test.each([
    ['0', 0],
    ['300', 300],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ])('%s is read', async (text, seconds) => {
    expect(await inHeader(`Bearer error="${ERROR}", max_age="${text}"`)).toMatchObject({ maxAge: seconds });
    expect(await inBody(`{"error":"${ERROR}","max_age":${text}}`)).toMatchObject({ maxAge: seconds });
  });

  test.each([
    '',
    '-1',
    '+5',
    ' 5',
    '5 ',
    '5.5',
    '1e3',
    '0x10',
    '٥',
    'NaN',
    '9007199254740992',
    '9'.repeat(400),
  ])('"%s" asks for nothing', async (text) => {
    const body = JSON.stringify({ error: ERROR, max_age: text });
    expect(await inBody(body)).toMatchObject({ maxAge: undefined });
  });

  test.each(['-1', '5.5', '1e400', 'null', 'true', '[300]', '{"valueOf":300}'])(
    'that is %s in JSON asks for nothing',
    async (value) => {
      expect(await inBody(`{"error":"${ERROR}","max_age":${value}}`)).toMatchObject({ maxAge: undefined });
    },
  );
});

describe('acr_values', () => {
  test.each([
    ['', []],
    ['  a   b ', ['a', 'b']],
    ['a&max_age=9999#x', ['a&max_age=9999#x']],
  ])('"%s" are words between spaces, as they came', async (text, words) => {
    expect(await inHeader(`Bearer error="${ERROR}", acr_values="${text}"`)).toMatchObject({
      acrValues: words,
    });
  });
});

test('a body that was read already says nothing, and does no harm', async () => {
  const used = new Response(`{"error":"${ERROR}"}`, { status: 401, headers: JSON_TYPE });
  await used.text();
  expect(await challengeOf(used)).toBeUndefined();
  const locked = new Response(`{"error":"${ERROR}"}`, { status: 401, headers: JSON_TYPE });
  locked.body?.getReader();
  expect(await challengeOf(locked)).toBeUndefined();
});

test('an answer that is no challenge can still be read', async () => {
  const answer = new Response('{"error":"invalid_token"}', { status: 401, headers: JSON_TYPE });
  expect(await challengeOf(answer)).toBeUndefined();
  expect(await answer.json()).toEqual({ error: 'invalid_token' });
});
