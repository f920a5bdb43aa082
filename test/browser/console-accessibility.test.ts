/** The console meets what axe can check of WCAG 2.2 AA, and is never wider than its window. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { signInOnConsole, startConsoleWorld } from '../support/console-world.ts';
import type { ConsoleWorld } from '../support/console-world.ts';

// Real browsers, servers and child processes: a busy machine takes its time.
jest.setTimeout(300_000);

let world: ConsoleWorld;

beforeAll(async () => {
  world = await startConsoleWorld();
});

afterAll(() => world.close());

const press = (page: Page, name: string) => page.getByRole('button', { name }).click();
const exchangeOf = (page: Page) => page.getByRole('region', { name: 'The exchange' });

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  test.each([
    [1440, 900],
    [360, 740],
  ])('axe finds nothing at %i px, on any tab', async (width, height) => {
    const page = await world.open({ colorScheme, viewport: { width, height }, reducedMotion: 'reduce' });
    await signInOnConsole(page);
    await press(page, 'Send POST /payments');
    await page.getByRole('button', { name: 'Answer the challenge' }).waitFor();
    await exchangeOf(page).getByText('acr: one of loa:2, loa:3').waitFor();
    await exchangeOf(page)
      .getByRole('button', { name: /a challenge/ })
      .click();
    for (const tab of ['Watch', 'Scenarios', 'Policy', 'Log']) {
      await page.getByRole('tab', { name: tab }).click();
      if (tab === 'Policy') {
        await page.getByRole('button', { name: /POST \/payouts/ }).click();
        await press(page, 'Review the change');
        await page.getByRole('group', { name: 'Review' }).waitFor();
      }
      // What fades in has another contrast on its way.
      await page.evaluate('Promise.all(document.getAnimations().map(({ finished }) => finished))');
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [tab, id, nodes.map(({ html }) => html)])).toEqual([]);
      const overflow = await page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
      expect([tab, overflow]).toEqual([tab, false]);
    }
    await page.context().close();
  });
});
