/** What the console shows when a session ends, and when the gateway goes offline. */
import { answerProvider, popupOf, signInOnConsole, consoleWorld } from '../support/browser/console-world.ts';

/** Seconds. The API accepts a token for 5 seconds more, because clocks differ. */
const LIFETIME = 5;
const LEEWAY = 6;

const world = consoleWorld({ accessTokenLifetime: LIFETIME });

test('an expired session is no challenge: it offers a new sign-in', async () => {
  const page = await world().open();
  await signInOnConsole(page);
  await world().pass(page, (LIFETIME + LEEWAY) * 1000);
  await page.getByRole('button', { name: 'Send POST /payments' }).click();
  await page.getByText('401 · the token is expired or not for this API').waitFor();
  await page.locator('.inspector').getByText('expired', { exact: true }).waitFor();
  const popup = await popupOf(page, () => page.getByRole('button', { name: 'Sign in as alice' }).click());
  await answerProvider(popup, ['pwd']).catch(() => undefined);
  await page.getByRole('heading', { name: 'alice signed in' }).waitFor();
});

test('an expired session is not taken up again when the page is loaded anew', async () => {
  const page = await world().open();
  await signInOnConsole(page);
  await world().pass(page, (LIFETIME + LEEWAY) * 1000);
  await page.reload();
  await page.getByRole('button', { name: 'Sign in as alice' }).waitFor();
  expect(await page.getByRole('button', { name: 'Sign out' }).count()).toBe(0);
});

test('a gateway that is offline is reported as offline, and a later try is offered', async () => {
  const page = await world().open();
  await signInOnConsole(page);
  await world().stop();
  await page.getByRole('button', { name: 'Send POST /payments' }).click();
  await page.locator('.step').getByText('The gateway is offline: is npm start still running?').waitFor();
  await page.getByRole('button', { name: 'Try again' }).waitFor();
  await page.getByText('Not connected').waitFor({ state: 'attached' });
});
