/** The first minute of a new user: from the URL to an answered challenge, by pressing one button after the other. */
import type { Page } from 'playwright-core';
import { popupOf, consoleWorld } from '../support/browser/console-world.ts';
import { violationsIn } from '../support/browser/axe.ts';

const world = consoleWorld();

const MOST_CLICKS = 6;

/** The main button, which every page of the exchange has. */
const mainButton = (page: Page) => page.locator('button:not(.quiet):not(.small):not(.step-trigger)').first();

test('a challenge is answered with at most six clicks, and nothing typed', async () => {
  const page = await world().open();
  const clicked: string[] = [];
  const click = async (on: Page) => {
    clicked.push(await mainButton(on).innerText());
    await mainButton(on).click();
  };
  const signIn = await popupOf(page, () => click(page));
  await click(signIn);
  await page.getByRole('heading', { name: 'alice signed in with a password' }).waitFor();
  await click(page);
  await page.getByText('How strongly you sign in').waitFor();
  const stepUp = await popupOf(page, () => click(page));
  await click(stepUp);
  await stepUp.getByRole('heading', { name: 'One-time code' }).waitFor();
  await click(stepUp);
  await page.getByRole('heading', { name: 'The same request went through' }).waitFor();
  expect(clicked).toEqual([
    'Sign in as alice',
    'Sign in',
    'Send POST /payments',
    'Answer the challenge',
    'Sign in',
    'Continue',
  ]);
  expect(clicked.length).toBeLessThanOrEqual(MOST_CLICKS);
  await page.context().close();
});

test('the keyboard alone is enough: the focus stays on the button while its meaning changes', async () => {
  const page = await world().open();
  const focused = () => page.evaluate('document.activeElement?.textContent ?? ""');
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Skip to content');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Sign in as alice');
  const signIn = await popupOf(page, () => page.keyboard.press('Enter'));
  await signIn.getByRole('heading', { name: 'Sign in' }).waitFor();
  await signIn.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'alice signed in' }).waitFor();
  expect(await focused()).toBe('Send POST /payments');
  await page.keyboard.press('Enter');
  await page.getByText('How strongly you sign in').waitFor();
  expect(await focused()).toBe('Answer the challenge');
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Cancel');
  await page.keyboard.press('Enter');
  await page.getByText('The challenge was not answered').waitFor();
  expect(await focused()).toBe('Try again');
  await page.context().close();
});

test('before the local run has answered, no error is shown', async () => {
  const page = await world().open();
  await page.route('**/api/events', () => undefined);
  await page.reload();
  await page.getByText('Connecting', { exact: true }).waitFor();
  await page.unroute('**/api/events');
  await page.reload();
  await page.getByText('Local run is up').waitFor();
  await page.context().close();
});

/** Each theme and each width is in the first two. */
const WINDOWS = [
  ['light', 480],
  ['dark', 360],
  ['dark', 480],
  ['light', 360],
] as const;

test.each(WINDOWS)(
  'in the %s theme, the provider’s pages at %i px say what is asked, and axe finds nothing',
  async (colorScheme, width) => {
    const page = await world().open({ colorScheme, viewport: { width, height: 640 } });
    const signIn = await popupOf(page, () => mainButton(page).click());
    await mainButton(signIn).click();
    await page.getByRole('heading', { name: 'alice signed in' }).waitFor();
    await mainButton(page).click();
    await page.getByText('How strongly you sign in').waitFor();
    const popup = await popupOf(page, () => mainButton(page).click());
    await popup.setViewportSize({ width, height: 640 });
    await popup.getByText('How strongly: a password and a one-time code').waitFor();
    await popup.getByText('How recently: at most 5 minutes ago').waitFor();
    await isAccessible(popup, 'password');
    await popup.getByLabel('Password').fill('guess');
    await mainButton(popup).click();
    await popup.getByRole('alert').waitFor();
    await isAccessible(popup, 'wrong password');
    await mainButton(popup).click();
    await popup.getByRole('heading', { name: 'One-time code' }).waitFor();
    await isAccessible(popup, 'code');
    await page.context().close();
  },
);

/** axe finds nothing, the page is not wider than the window, and the button is visible without scrolling. */
async function isAccessible(page: Page, name: string): Promise<void> {
  expect({ name, violations: await violationsIn(page) }).toEqual({ name, violations: [] });
  const overflow = await page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
  expect([name, overflow]).toEqual([name, false]);
  const { y = 0, height = 0 } = (await mainButton(page).boundingBox()) ?? {};
  expect(y + height).toBeLessThan(640);
}

test('a token that the API does not accept any more, as after a restart, leads to a new sign-in', async () => {
  const page = await world().open();
  const signIn = await popupOf(page, () => mainButton(page).click());
  await mainButton(signIn).click();
  await page.getByRole('heading', { name: 'alice signed in with a password' }).waitFor();
  await page.route('**/payments', (route) =>
    route.continue({ headers: { ...route.request().headers(), authorization: 'Bearer of.another.run' } }),
  );
  await mainButton(page).click();
  await page.getByRole('heading', { name: 'The API does not accept this token' }).waitFor();
  expect(await mainButton(page).innerText()).toBe('Sign in as alice');
  await page.context().close();
});
