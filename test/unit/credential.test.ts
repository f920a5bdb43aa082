import { readCredential } from '../../core/token/credential.ts';

const GRANT = `sug_${'a'.repeat(43)}`;
const read = (headers: Record<string, string[]>) => readCredential(headers, 'Step-Up-Grant');

describe('the credential of a request', () => {
  test.each([
    ['no header', {}],
    ['another scheme', { authorization: ['Basic YTpi'] }],
    ['a scheme that only begins alike', { authorization: ['Bearerx token'] }],
    ['a cookie', { cookie: ['access_token=abc'] }],
  ])('%s is no credential', (_, headers) => {
    expect(read(headers)).toEqual({ kind: 'none' });
  });

  test.each([
    ['two Authorization headers', { authorization: ['Bearer a', 'Bearer b'] }],
    ['a list', { authorization: ['Bearer a, Bearer b'] }],
    ['no token', { authorization: ['Bearer '] }],
    ['a token with a space', { authorization: ['Bearer a b'] }],
    ['two grants', { authorization: ['Bearer a'], 'step-up-grant': [GRANT, GRANT] }],
    ['a token longer than API Gateway lets through', { authorization: [`Bearer ${'a'.repeat(11_000)}`] }],
  ])('%s is refused', (_, headers) => {
    expect(read(headers).kind).toBe('malformed');
  });

  test('is found in any case of the scheme', () => {
    expect(read({ authorization: ['bEARER a.b.c'], 'step-up-grant': [GRANT] })).toEqual({
      kind: 'bearer',
      token: 'a.b.c',
      grant: { kind: 'grant', value: GRANT },
    });
  });

  test.each([['sug_short'], [`${GRANT}x`], ['x'.repeat(100_000)], [`${GRANT}, ${GRANT}`], ['']])(
    'a grant that cannot be one is malformed (%#)',
    (value) => {
      expect(read({ authorization: ['Bearer a'], 'step-up-grant': [value] })).toMatchObject({
        grant: { kind: 'malformed' },
      });
    },
  );
});
