import { LONGEST_TOKEN, readCredential } from '../../core/token/credential.ts';

const GRANT = `sug_${'a'.repeat(43)}`;
const read = (headers: Record<string, string[]>) => readCredential(headers, 'Step-Up-Grant');

describe('the credential of a request', () => {
  test.each([
    ['no header', {}],
    ['another scheme', { authorization: ['Basic YTpi'] }],
    ['a scheme that only begins alike', { authorization: ['Bearerx token'] }],
    ['a scheme that only ends alike', { authorization: ['x bearer token'] }],
    ['a cookie', { cookie: ['access_token=abc'] }],
  ])('%s is no credential', (_, headers) => {
    expect(read(headers)).toEqual({ kind: 'none' });
  });

  test('a grant alone is no credential [grant-needs-token]', () => {
    expect(read({ 'step-up-grant': [GRANT] })).toEqual({ kind: 'none' });
  });

  const NOT_ONE = 'The Authorization header does not hold one Bearer token.';

  test.each([
    [
      'two Authorization headers',
      { authorization: ['Bearer a', 'Bearer b'] },
      'Send one Authorization header, not several.',
    ],
    ['a list', { authorization: ['Bearer a, Bearer b'] }, NOT_ONE],
    ['no token', { authorization: ['Bearer '] }, NOT_ONE],
    ['the scheme alone', { authorization: ['Bearer'] }, NOT_ONE],
    ['a token with a space', { authorization: ['Bearer a b'] }, NOT_ONE],
    ['a token with a character that none has', { authorization: ['Bearer a"b'] }, NOT_ONE],
    [
      'two grants',
      { authorization: ['Bearer a'], 'step-up-grant': [GRANT, GRANT] },
      'Send one Step-Up-Grant header, not several.',
    ],
    [
      'a token longer than API Gateway lets through',
      { authorization: [`Bearer ${'a'.repeat(LONGEST_TOKEN - 6)}`] },
      'The access token is too long.',
    ],
  ])('%s is refused, and the answer says why', (_, headers, description) => {
    expect(read(headers)).toEqual({ kind: 'malformed', description });
  });

  test.each([
    ['as long as API Gateway lets through', 'Bearer ', 'a'.repeat(LONGEST_TOKEN - 7)],
    ['with every character that one can have', 'Bearer ', 'azAZ09-._~+/='],
    ['behind several spaces', 'Bearer   ', 'a.b'],
  ])('a token %s is read', (_, scheme, token) => {
    expect(read({ authorization: [`${scheme}${token}`] })).toEqual({
      kind: 'bearer',
      token,
      grant: { kind: 'none' },
    });
  });

  test('is found in any case of the scheme', () => {
    expect(read({ authorization: ['bEARER a.b.c'], 'step-up-grant': [GRANT] })).toEqual({
      kind: 'bearer',
      token: 'a.b.c',
      grant: { kind: 'grant', value: GRANT },
    });
  });

  test.each([
    ['sug_short'],
    [`${GRANT}x`],
    [`x${GRANT}`],
    [GRANT.replace('aa', 'a.')],
    ['x'.repeat(100_000)],
    [`${GRANT}, ${GRANT}`],
    [''],
  ])('a grant that cannot be one is malformed (%#)', (value) => {
    expect(read({ authorization: ['Bearer a'], 'step-up-grant': [value] })).toMatchObject({
      grant: { kind: 'malformed' },
    });
  });
});
