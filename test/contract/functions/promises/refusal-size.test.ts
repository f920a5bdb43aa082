/** A refusal fits into the headers that API Gateway and others take, whatever the policy asks for. */
import { BUNDLES } from '../../../../core/contract.ts';
import { startBuiltFunctions } from '../../../support/functions/built-functions.ts';
import type { BuiltFunctions } from '../../../support/functions/built-functions.ts';
import { authorizerEvent } from '../../../support/functions/rest-events.ts';

let functions: BuiltFunctions;

beforeAll(async () => {
  functions = await startBuiltFunctions();
});
afterAll(() => functions.close());

const scopes = (name: string) => Array.from({ length: 32 }, (_, index) => `${name.repeat(126)}${index}`);

test('a refusal for 96 of the longest scopes is shorter than 8 KB, and names some of them [refusal-fits-headers]', async () => {
  await functions.putPolicy({ route: 'GROUP wide', scopes: scopes('g') });
  const rules = [{ when: 'true', scopes: scopes('r') }];
  await functions.putPolicy({ route: 'GET /wide', group: 'wide', scopes: scopes('i'), rules });
  const headers = { Authorization: [`Bearer ${await functions.issuer.sign()}`] };
  const result = await functions.invoke(BUNDLES.authorizer, authorizerEvent('GET /wide', headers));
  const text = JSON.stringify(result.ok ? result.value : undefined);
  expect(text).toMatch(/"stepUpScope":"g{126}0 g{126}1 /);
  expect(text.length).toBeLessThan(8 * 1024);
});
