/** What fuzzing has found, kept as cases. */
import { plainItem } from '../../adapters/dynamodb/plain-item.ts';
import { takeApart } from '../../core/answer/sent-path.ts';
import { requirementUri } from '../../core/answer/urls.ts';
import { parsePolicyItem } from '../../core/policy/item.ts';
import { parseTrustConfig } from '../../core/trust/trust-config.ts';

describe('a policy item', () => {
  test.each([
    ['a list', []],
    ['a set', new Set(['once'])],
    ['bytes', new Uint8Array([1])],
  ])('whose grant demand is %s is refused, not read as a demand of nothing', (_, grant) => {
    expect(parsePolicyItem({ route: 'GET /x', grant }, [])).toMatchObject({ ok: false });
    expect(parsePolicyItem({ route: 'GET /x', grant: {} }, [])).toMatchObject({ ok: true });
  });

  test('with an attribute __proto__ has an unknown field, at the top and in its grant demand', () => {
    const proto = { ['__proto__']: { S: 'x' } };
    for (const item of [
      { route: { S: 'GET /x' }, ...proto },
      { route: { S: 'GET /x' }, grant: { M: proto } },
    ]) {
      expect(parsePolicyItem(plainItem(item), [])).toMatchObject({ ok: false });
    }
  });
});

describe('the base URL', () => {
  const baseOf = (sent: string, proxy: string) =>
    takeApart({ path: `/v1/${sent}`, template: '/{proxy+}', values: { proxy } }).before;

  test.each([
    ['a//%2F', 'a///'],
    ['a//b/', 'a//b/'],
    ['%252541%2Fb', '%2541/b'],
    ['%zz%2Fb', '%zz%2Fb'],
  ])('is the same for every path that was called: %s', (sent, proxy) => {
    expect([baseOf(sent, proxy), baseOf(sent, sent)]).toEqual([['v1'], ['v1']]);
  });

  test('half a character in the name of a route is no reason to fail', () => {
    expect(requirementUri('https://api.example.com', 'GET', '/\ud800')).toMatch(/GET\/%EF%BF%BD$/);
  });
});

test.each(['HTTPS://id.example.com', 'https:id.example.com'])(
  'an issuer that is spelt %s is refused: what follows from its scheme is told by its first characters',
  (issuer) => {
    const config = { acr: ['loa1'], issuers: [{ issuer, audience: ['x'] }] };
    expect(parseTrustConfig(config)).toMatchObject({ ok: false, error: [{ field: 'issuers[0].issuer' }] });
  },
);
