/** The console in a real browser: the history of an item. */
import { openPolicy, press, save } from '../support/browser/console-page.ts';
import { consoleWorld } from '../support/browser/console-world.ts';

describe('the history of an item', () => {
  const world = consoleWorld();

  test('shows who changed what, and puts an item back after the same review as for any change', async () => {
    const page = await world().open();
    const text = await openPolicy(page, /GET \/statements/);
    await text.fill((await text.inputValue()).replace('loa:2', 'loa:3'));
    await save(page);
    const history = page.getByRole('group', { name: 'History' });
    await history.getByText('changed by console').click();
    const difference = history.locator('details[open] .difference');
    expect(await difference.innerText()).toContain('+ acr: urn:example:loa:3');
    await press(page, 'Put back what was before');
    expect(await text.inputValue()).toContain('acr: urn:example:loa:2');
    // The earlier item asks for less than the current one.
    await page.getByLabel('This is intended: GET /statements opens').check();
    await save(page);
    await history.getByText('changed by console').nth(1).waitFor();
    await history.getByText('loosened').first().waitFor();
    await page.getByText('Version 3', { exact: true }).waitFor();
    expect(world().complaints()).toEqual([]);
  });
});
