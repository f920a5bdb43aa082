import { readCredential } from '../../core/token/credential.ts';

const GRANT = `sug_${'a'.repeat(43)}`;
const read = (headers: Record<string, string[]>) => readCredential(headers, 'Step-Up-Grant');

describe('the credential of a request', () => {
  test.each([
    ['no header', {}],
    ['another scheme', { Authorization: ['Basic YTpi'] }],
    ['a scheme that only begins alike', { Authorization: ['Bearerx token'] }],
    ['a cookie', { Cookie: ['access_token=abc'] }],
  ])('%s is no credential', (_, headers) => {
    expect(read(headers)).toEqual({ kind: 'none' });
  });

  test.each([
    ['two Authorization headers', { Authorization: ['Bearer a', 'Bearer b'] }],
    ['two spellings of the header', { Authorization: ['Bearer a'], authorization: ['Bearer b'] }],
    ['a list', { Authorization: ['Bearer a, Bearer b'] }],
    ['no token', { Authorization: ['Bearer '] }],
    ['a token with a space', { Authorization: ['Bearer a b'] }],
    ['two grants', { Authorization: ['Bearer a'], 'step-up-grant': [GRANT, GRANT] }],
    ['a token longer than API Gateway lets through', { Authorization: [`Bearer ${'a'.repeat(11_000)}`] }],
  ])('%s is refused', (_, headers) => {
    expect(read(headers).kind).toBe('malformed');
  });

  test('is found whatever the case of names and scheme', () => {
    expect(read({ AUTHORIZATION: ['bearer a.b.c'], 'step-up-GRANT': [GRANT] })).toEqual({
      kind: 'bearer',
      token: 'a.b.c',
      grant: { kind: 'grant', value: GRANT },
    });
  });

  test.each([['sug_short'], [`${GRANT}x`], ['x'.repeat(100_000)], [`${GRANT}, ${GRANT}`], ['']])(
    'a grant that cannot be one is malformed (%#)',
    (value) => {
      expect(read({ Authorization: ['Bearer a'], 'Step-Up-Grant': [value] })).toMatchObject({
        grant: { kind: 'malformed' },
      });
    },
  );
});
