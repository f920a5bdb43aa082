/** What the walk says where it ends at a refused exchange. */
import * as oauth from 'oauth4webapi';
import { exchangeRefusal } from '../../local/sign-in/provider-refusal.ts';

const refusedBy = (error: string) =>
  exchangeRefusal(
    new oauth.ResponseBodyError('refused', {
      cause: { error, error_description: 'Not like this.' },
      response: new Response('{}', { status: 400 }),
    }),
  );

test.each(['insufficient_user_authentication', 'insufficient_claims'])(
  'after %s, the user is led to the page of the provider',
  (error) => {
    expect(refusedBy(error)).toMatch(/^the exchange gave no grant: \S+: Not like this\. .*docs\/providers\//);
  },
);

test('after another error, its description says what to change', () => {
  expect(refusedBy('invalid_target')).toBe('the exchange gave no grant: invalid_target: Not like this.');
});
