/** Actions of tests on the page of the console. */
import type { Locator, Page } from 'playwright-core';
import { answerProvider, popupOf } from './console-world.ts';
import type { ConsoleWorld } from './console-world.ts';
import { until } from '../time/until.ts';

export const press = (page: Page, name: string) => page.getByRole('button', { name }).click();
export const exchangeOf = (page: Page) => page.getByRole('region', { name: 'The exchange' });

/** Opens a tab. The one before, with buttons that have the same names, may be shown for a moment after the click. */
export async function openTab(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name }).click();
  await page.getByRole('tabpanel', { name }).waitFor();
}

/** Sends the request and answers its challenge in a popup. */
export async function stepUp(
  page: Page,
  request: string,
  factors: readonly ('pwd' | 'otp' | 'hwk')[],
): Promise<void> {
  await press(page, `Send ${request}`);
  const popup = await popupOf(page, () => press(page, 'Answer the challenge'));
  await answerProvider(popup, factors);
  await page.getByRole('heading', { name: 'The same request went through' }).waitFor();
}

export async function choose(page: Page, route: string): Promise<void> {
  await page.getByLabel('Route').selectOption(route);
}

/** Sends the request once a change counts, and requires a challenge: risk counts within 5 seconds, a policy within 10. */
export async function expectChallenge(page: Page, world: ConsoleWorld): Promise<void> {
  await world.pass(page, 10_000);
  await page.getByRole('button', { name: /^(Send (GET|POST)|Try again)/ }).click();
  await page.getByRole('button', { name: 'Answer the challenge' }).waitFor();
}

/** Opens an item on the Policy tab, and returns its text area when the text has arrived. */
export async function openPolicy(page: Page, route: RegExp): Promise<Locator> {
  await openTab(page, 'Policy');
  await page.getByRole('button', { name: route }).click();
  const text = page.getByLabel('Fields, in YAML or JSON');
  await until('the text of the item', async () => (await text.inputValue()) !== '');
  return text;
}

/** Waits until the change in the editor can be saved, and saves it. */
export async function save(page: Page): Promise<void> {
  await press(page, 'Save');
  await page.getByText('Saved. It is in force within 10 seconds.').waitFor();
}
