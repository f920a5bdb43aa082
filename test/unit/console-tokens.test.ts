/** What the console's page makes of access tokens of any provider: the API judges them, and the page has to go on. */
import { claimsOf, expiryOf, nameOf, textIn } from '../../console/page/exchange/token.ts';

const tokenOf = (payload: string) => `e30.${Buffer.from(payload).toString('base64url')}.c2ln`;

test.each([
  ['a text that is no JWT', '8xLOxBtZp8'],
  ['an encrypted token', 'eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVy.dGFn'],
  ['a payload that is no base64', 'e30.ä.c2ln'],
  ['a payload that is no object', tokenOf('7')],
])('%s has no claims', (_, token) => {
  expect(claimsOf(token)).toEqual({});
});

test('claims of other types than the standard has are shown, and not read', () => {
  const claims = claimsOf(tokenOf('{"sub":7,"acr":["gold"],"exp":"soon"}'));
  expect(claims).toEqual({ sub: 7, acr: ['gold'], exp: 'soon' });
  expect([nameOf(claims), textIn(claims, 'acr'), expiryOf(claims)]).toEqual(['', undefined, 0]);
});

test('a person is named as the provider names them', () => {
  const claims = claimsOf(tokenOf('{"sub":"248289","preferred_username":"zoë","exp":7}'));
  expect([nameOf(claims), textIn(claims, 'sub'), expiryOf(claims)]).toEqual(['zoë', '248289', 7]);
});
