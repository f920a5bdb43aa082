/** Each scenario of the console, on the real stack. */
import type { Page } from 'playwright-core';
import { SCENARIOS } from './console-scenarios.ts';
import { answerProvider, popupOf, consoleWorld } from '../support/browser/console-world.ts';

describe('the scenarios of the console', () => {
  const world = consoleWorld();
  let page: Page;

  beforeAll(async () => {
    page = await world().open();
    await page.getByRole('tab', { name: 'Scenarios' }).click();
  });

  test.each(SCENARIOS)('$title ends as expected, and is drawn', async ({ title, factors, shows }) => {
    const play = () => page.getByRole('button', { name: `Play: ${title}` }).click();
    if (factors.length === 0) await play();
    else {
      const popup = await popupOf(page, play);
      await answerProvider(popup, factors);
      if (!popup.isClosed()) await popup.waitForEvent('close');
    }
    const progress = page.getByRole('region', { name: 'Progress' });
    const end = progress.getByText(/as expected|stopped by an error/).first();
    await world().passUntil(page, end);
    const drawn = await page.getByRole('region', { name: 'The exchange' }).innerText();
    expect([await progress.innerText(), drawn].join('\n')).toContain('As expected');
    for (const text of shows) expect(drawn).toContain(text);
  });

  test('nothing went wrong on the page', () => {
    expect(world().complaints()).toEqual([]);
  });
});
