/** The console in a real browser: setting risk, and revoking grants. */
import {
  choose,
  expectChallenge,
  exchangeOf,
  openTab,
  press,
  stepUp,
} from '../support/browser/console-page.ts';
import { signInOnConsole, consoleWorld } from '../support/browser/console-world.ts';

const world = consoleWorld();

test('the risk slider says from which score a rule counts, counts on the next call, and is reset by Clear', async () => {
  const page = await world().open();
  await signInOnConsole(page);
  await stepUp(page, 'POST /payments', ['pwd', 'otp']);
  const effect = page.getByRole('list', { name: 'What it does to the next call' });
  await effect.getByText('does not count now').waitFor();
  expect(await effect.innerText()).toContain('POST /payments asks for loa:3 or stronger from a score of 70');
  const slider = page.getByRole('slider', { name: 'Score' });
  await slider.focus();
  await slider.press('End');
  await effect.getByText('counts now', { exact: true }).waitFor();
  await page.getByText('Written. It counts within 5 seconds.').waitFor();
  await expectChallenge(page, world());
  expect(await exchangeOf(page).innerText()).toContain('acr loa:3');
  await press(page, 'Cancel');
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByText('Cleared').waitFor();
  await effect.getByText('does not count now').waitFor();
  await page.context().close();
});

test('grants are listed, and one that is revoked opens nothing any more', async () => {
  const page = await world().open();
  await signInOnConsole(page);
  await choose(page, 'POST /payments/{id}/approval');
  await stepUp(page, 'POST /payments/17/approval', ['pwd', 'otp']);
  await openTab(page, 'Policy');
  await page
    .getByRole('button', { name: 'Revoke the grant of alice for POST /payments/{id}/approval' })
    .first()
    .click();
  await page.getByText('Revoked: it opens nothing any more.').waitFor();
  await page.context().close();
});

test('the pages report no error, and no violation of their content security policy', () => {
  expect(world().complaints()).toEqual([]);
});
