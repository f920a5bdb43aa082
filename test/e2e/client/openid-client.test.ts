/** The client library in a program on Node.js that signs its user in with openid-client. */
import { startClientStack } from '../../support/stacks/client-stack.ts';
import type { ClientStack } from '../../support/stacks/client-stack.ts';
import { programAt } from '../../support/program.ts';

let stack: ClientStack;

beforeAll(async () => {
  stack = await startClientStack();
});
afterAll(() => stack.close());

test('is sent to the provider with the demands of the challenge, and pays', async () => {
  const { visited, signIn } = await programAt(stack.provider, stack.redirectUri);
  const { fetch } = stack.caller({ signIn });
  const response = await fetch(stack.at('/payments'), { method: 'POST' });
  expect(await response.json()).toMatchObject({ openedBy: 'grant', acr: 'urn:example:loa:2' });
  expect(
    visited.map(({ searchParams }) => [searchParams.get('acr_values'), searchParams.get('max_age')]),
  ).toEqual([['urn:example:loa:2 urn:example:loa:3', '300']]);
});

test('gets the error of the provider when it knows none of the acr_values', async () => {
  const { signIn } = await programAt(stack.provider, stack.redirectUri);
  const { fetch } = stack.caller({
    signIn: (challenge, signal) => signIn({ ...challenge, acrValues: ['urn:unknown'] }, signal),
  });
  await expect(fetch(stack.at('/payments'), { method: 'POST' })).rejects.toMatchObject({
    error: 'unmet_authentication_requirements',
  });
});

test.each([
  ['the user of the session', 'alice', 200],
  ['another user', 'bob', undefined],
])('whose session is that of %s', async (_, subject, status) => {
  const { signIn } = await programAt(stack.provider, stack.redirectUri, { subject: () => subject });
  const { fetch } = stack.caller({ signIn });
  const call = fetch(stack.at('/payments'), { method: 'POST' });
  if (status === undefined)
    await expect(call).rejects.toThrow('Another user signed in: alice in the place of bob');
  else expect((await call).status).toBe(status);
});
