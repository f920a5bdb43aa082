/** Actions of tests on the page of the console. */
import type { Locator, Page } from 'playwright-core';
import { answerProvider, popupOf } from './console-world.ts';

export const press = (page: Page, name: string) => page.getByRole('button', { name }).click();
export const exchangeOf = (page: Page) => page.getByRole('region', { name: 'The exchange' });
export const openTab = (page: Page, name: string) => page.getByRole('tab', { name }).click();

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

/** Sends the request until it is challenged: risk counts within 5 seconds, a policy within 10. */
export async function untilChallenged(page: Page): Promise<void> {
  const send = page.getByRole('button', { name: /^(Send (GET|POST)|Try again)/ });
  const answer = page.getByRole('button', { name: 'Answer the challenge' });
  for (let attempt = 0; attempt < 20; attempt += 1) {
    await send.click();
    await answer.or(send).first().waitFor();
    if ((await answer.count()) > 0) return;
    await page.waitForTimeout(1000);
  }
  throw new Error('it was never challenged');
}

/** Opens an item on the Policy tab, and returns its text area when the text has arrived. */
export async function openPolicy(page: Page, route: RegExp): Promise<Locator> {
  await openTab(page, 'Policy');
  await page.getByRole('button', { name: route }).click();
  const text = page.getByLabel('Fields, in YAML or JSON');
  while (!(await text.inputValue()).includes('version')) await page.waitForTimeout(100);
  return text;
}

/** Waits until the change in the editor can be saved, and saves it. */
export async function save(page: Page): Promise<void> {
  await press(page, 'Save');
  await page.getByText('Saved. It is in force within 10 seconds.').waitFor();
}
