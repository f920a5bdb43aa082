/** The console in a real browser: a whole step-up. */
import type { Page } from 'playwright-core';
import { choose, exchangeOf, press, stepUp } from '../support/browser/console-page.ts';
import { answerProvider, signInOnConsole, consoleWorld } from '../support/browser/console-world.ts';
import { until } from '../support/time/until.ts';

const world = consoleWorld();

describe('the whole step-up', () => {
  const titlesOf = (page: Page) => page.locator('.step-title').allInnerTexts();
  const STEPS = [
    'POST /payments',
    'The authorizer decides',
    '401 · a challenge',
    'Sign in again, with exactly what was asked',
    'A new token',
    'Exchange the new token for a grant',
    'A grant',
    'POST /payments',
    'The authorizer decides',
    '200 · the route is open',
  ];

  test('with a popup: each step is drawn, in the order in which it happened', async () => {
    const page = await world().open();
    await signInOnConsole(page);
    await stepUp(page, 'POST /payments', ['pwd', 'otp']);
    expect(await titlesOf(page)).toEqual(STEPS);
    await exchangeOf(page).getByText('acr: one of loa:2, loa:3').first().waitFor();
    expect(await page.locator('.checks li.unmet').first().innerText()).toContain('loa:1');
    await page.context().close();
  });

  test('with a redirect: the page is left, and continues where it was', async () => {
    const page = await world().open();
    await signInOnConsole(page);
    await page.getByLabel('Sign in by').selectOption('redirect');
    await press(page, 'Send POST /payments');
    await press(page, 'Answer the challenge');
    await answerProvider(page, ['pwd', 'otp']);
    await page.getByRole('heading', { name: 'The same request went through' }).waitFor();
    expect(await titlesOf(page)).toEqual([...STEPS.slice(0, 4), ...STEPS.slice(0, 3), ...STEPS.slice(4)]);
    expect(page.url()).toBe(world().url);
    await page.context().close();
  });

  test('a step opens to its headers, claims and policy item', async () => {
    const page = await world().open();
    await signInOnConsole(page);
    await press(page, 'Send POST /payments');
    await exchangeOf(page).getByText('acr: one of loa:2, loa:3').first().waitFor();
    await exchangeOf(page)
      .getByRole('button', { name: /The authorizer decides/ })
      .click();
    await exchangeOf(page).getByText('"maxAge": 300').first().waitFor();
    await exchangeOf(page)
      .getByRole('button', { name: /a challenge/ })
      .click();
    await exchangeOf(page).getByText('error="insufficient_user_authentication"').first().waitFor();
    await press(page, 'Cancel');
    await page.getByText('The challenge was not answered').waitFor();
    await page.context().close();
  });

  test('the age of the sign-in ticks', async () => {
    const page = await world().open();
    await signInOnConsole(page);
    const age = page.locator('.inspector .ticking').first();
    const before = await age.innerText();
    await world().pass(page, 1_000);
    await until('an older sign-in', async () => (await age.innerText()) !== before);
    expect(await age.innerText()).toMatch(/^\d+ s ago$/);
    await page.context().close();
  });
});

test('a once-only grant opens once, and its replay asks for a new sign-in', async () => {
  const page = await world().open();
  await signInOnConsole(page);
  await choose(page, 'POST /payouts');
  await stepUp(page, 'POST /payouts', ['pwd', 'hwk']);
  await press(page, 'Send POST /payouts');
  await page.getByRole('button', { name: 'Answer the challenge' }).waitFor();
  expect(await exchangeOf(page).innerText()).toContain('the grant was for one use, and was used');
  await page.getByText('brand new').waitFor();
  await page.context().close();
});

test('a route of the user’s own choice is called, also one that the API does not have', async () => {
  const page = await world().open();
  await signInOnConsole(page);
  await choose(page, 'Another…');
  await page.getByLabel('Method').selectOption('GET');
  await page.getByLabel('Path').fill('/statements');
  await press(page, 'Send GET /statements');
  await press(page, 'Cancel');
  await page.getByLabel('Path').fill('/nowhere');
  await press(page, 'Try again');
  await page.getByText('the API has no such route').first().waitFor();
  await page.context().close();
});

test('the pages report no error, and no violation of their content security policy', () => {
  expect(world().complaints()).toEqual([]);
});
