/** The console meets what axe can check of WCAG 2.2 AA, and is never wider than its window. */
import type { Page } from 'playwright-core';
import { violationsIn } from '../support/browser/axe.ts';
import { openTab } from '../support/browser/console-page.ts';
import { answerProvider, popupOf, signInOnConsole, consoleWorld } from '../support/browser/console-world.ts';

const world = consoleWorld();

const press = (page: Page, name: string) => page.getByRole('button', { name }).click();
const exchangeOf = (page: Page) => page.getByRole('region', { name: 'The exchange' });

/** What axe finds, and whether the page is wider than its window. */
async function expectAccessible(page: Page, name: string): Promise<void> {
  // While an element fades in, its contrast is lower.
  await page.evaluate('Promise.all(document.getAnimations().map(({ finished }) => finished))');
  expect({ name, violations: await violationsIn(page) }).toEqual({ name, violations: [] });
  const overflow = await page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
  expect([name, overflow]).toEqual([name, false]);
}

const WINDOWS: Window[] = [
  ['light', 1440, 900],
  ['dark', 360, 740],
  ['dark', 1440, 900],
  ['light', 360, 740],
];

type Window = [theme: 'light' | 'dark', width: number, height: number];

const open = (...[colorScheme, width, height]: Window) =>
  world().open({ colorScheme, viewport: { width, height }, reducedMotion: 'reduce' });

test.each(WINDOWS)('axe finds nothing on any tab in the %s theme at %i px', async (...window) => {
  const page = await open(...window);
  await signInOnConsole(page);
  await press(page, 'Send POST /payments');
  await page.getByRole('button', { name: 'Answer the challenge' }).waitFor();
  await exchangeOf(page).getByText('acr: one of loa:2, loa:3').waitFor();
  await exchangeOf(page)
    .getByRole('button', { name: /a challenge/ })
    .click();
  for (const tab of ['Watch', 'Scenarios', 'Policy', 'Log']) {
    await openTab(page, tab);
    if (tab === 'Policy') {
      await page.getByRole('button', { name: /POST \/payouts/ }).click();
      await press(page, 'Review the change');
      await page.getByRole('group', { name: 'Review' }).waitFor();
    }
    await expectAccessible(page, tab);
  }
  await page.context().close();
});

test.each(WINDOWS)(
  'axe finds nothing at any step of an exchange, nor when it fails, in the %s theme at %i px',
  async (...window) => {
    const page = await open(...window);
    await expectAccessible(page, 'welcome');
    await signInOnConsole(page);
    await expectAccessible(page, 'signed in');
    await press(page, 'Send POST /payments');
    await page.getByRole('button', { name: 'Answer the challenge' }).waitFor();
    await expectAccessible(page, 'challenged');
    await press(page, 'Cancel');
    await page.getByText('That did not work').waitFor();
    await expectAccessible(page, 'failed');
    await press(page, 'Try again');
    const popup = await popupOf(page, () => press(page, 'Answer the challenge'));
    await expectAccessible(page, 'busy');
    await answerProvider(popup, ['pwd', 'otp']);
    await page.getByRole('heading', { name: 'The same request went through' }).waitFor();
    await expectAccessible(page, 'answered');
    await page.getByLabel('Route', { exact: true }).selectOption('Another…');
    await page.getByLabel('Body, in JSON').waitFor();
    await expectAccessible(page, 'another route');
    await page.context().close();
  },
);
