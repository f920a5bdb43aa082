/** Routes that the user adds to the console's list. */
import { openTab } from '../support/browser/console-page.ts';
import { answerProvider, popupOf, signInOnConsole, consoleWorld } from '../support/browser/console-world.ts';

const world = consoleWorld();

test('a route that is added stays in the list, with its body, until it is removed', async () => {
  const page = await world().open();
  await page.getByLabel('Route', { exact: true }).selectOption('Another…');
  await page.getByLabel('Method').selectOption('POST');
  await page.getByLabel('Path').fill('payments/4711/approval');
  await page.getByLabel('Body, in JSON').fill('{"amount": 7');
  await page.getByText('This is not JSON').waitFor();
  await page.getByLabel('Body, in JSON').fill('{"amount": 7}');
  await page.getByText('This is not JSON').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Add to the list' }).click();

  await page.reload();
  await page.getByLabel('Route', { exact: true }).selectOption('POST /payments/4711/approval');
  await signInOnConsole(page);
  await openTab(page, 'Log');
  await openTab(page, 'Watch');
  await page.getByRole('button', { name: 'Send POST /payments/4711/approval' }).click();
  await page.locator('.step-trigger').first().click();
  await page.locator('.step-details').first().getByText('{"amount": 7}').waitFor();
  await answerProvider(
    await popupOf(page, () => page.getByRole('button', { name: 'Answer the challenge' }).click()),
    ['pwd', 'otp'],
  );
  await page.getByRole('heading', { name: 'The same request went through' }).waitFor();

  await page.getByRole('button', { name: 'Remove from the list' }).click();
  await page.reload();
  const options = page.getByLabel('Route', { exact: true }).locator('option');
  await options.getByText('POST /payments/{id}/approval', { exact: true }).waitFor({ state: 'attached' });
  expect(await options.allInnerTexts()).not.toContain('POST /payments/4711/approval');
  await page.context().close();
});

test('a value that another version of the page has stored does not prevent the page from starting', async () => {
  const page = await world().open();
  await page.evaluate(
    `localStorage.setItem('step-up-console-routes', '[{"method":1},null,{"method":"GET","path":"/mine"}]')`,
  );
  await page.reload();
  await page.getByLabel('Route', { exact: true }).selectOption('GET /mine');
  await page.context().close();
});
