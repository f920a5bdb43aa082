/** The console in a real browser: a newcomer's first minute, and what an administrator does. */
import type { Page } from 'playwright-core';
import { answerProvider, popupOf, signInOnConsole, startConsoleWorld } from '../support/console-world.ts';
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
const titlesOf = (page: Page) => page.locator('.step-title').allInnerTexts();

/** Sends the request and answers its challenge in a popup. */
async function stepUp(
  page: Page,
  request: string,
  factors: readonly ('pwd' | 'otp' | 'hwk')[],
): Promise<void> {
  await press(page, `Send ${request}`);
  const popup = await popupOf(page, () => press(page, 'Answer the challenge'));
  await answerProvider(popup, factors);
  await page.getByRole('heading', { name: 'The same request went through' }).waitFor();
}

async function choose(page: Page, route: string): Promise<void> {
  await page.getByLabel('Route').selectOption(route);
}

describe('the whole step-up', () => {
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
    const page = await world.open();
    await signInOnConsole(page);
    await stepUp(page, 'POST /payments', ['pwd', 'otp']);
    expect(await titlesOf(page)).toEqual(STEPS);
    await exchangeOf(page).getByText('acr: one of loa:2, loa:3').waitFor();
    expect(await page.locator('.checks li.unmet').first().innerText()).toContain('loa:1');
    await page.context().close();
  });

  test('with a redirect: the page is left, and goes on where it was', async () => {
    const page = await world.open();
    await signInOnConsole(page);
    await page.getByLabel('Sign in by').selectOption('redirect');
    await press(page, 'Send POST /payments');
    await press(page, 'Answer the challenge');
    await answerProvider(page, ['pwd', 'otp']);
    await page.getByRole('heading', { name: 'The same request went through' }).waitFor();
    expect(await titlesOf(page)).toEqual([...STEPS.slice(0, 4), ...STEPS.slice(0, 3), ...STEPS.slice(4)]);
    expect(page.url()).toBe(world.url);
    await page.context().close();
  });

  test('a step opens to its headers, claims and policy item', async () => {
    const page = await world.open();
    await signInOnConsole(page);
    await press(page, 'Send POST /payments');
    await exchangeOf(page).getByText('acr: one of loa:2, loa:3').waitFor();
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
    const page = await world.open();
    await signInOnConsole(page);
    const age = page.locator('.inspector .ticking').first();
    const before = await age.innerText();
    while ((await age.innerText()) === before) await page.waitForTimeout(200);
    expect(await age.innerText()).toMatch(/^\d+ s ago$/);
    await page.context().close();
  });
});

test('a grant that is good once opens once, and its replay asks for a new sign-in', async () => {
  const page = await world.open();
  await signInOnConsole(page);
  await choose(page, 'POST /payouts');
  await stepUp(page, 'POST /payouts', ['pwd', 'hwk']);
  await press(page, 'Send POST /payouts');
  await page.getByRole('button', { name: 'Answer the challenge' }).waitFor();
  expect(await exchangeOf(page).innerText()).toContain('the grant was good once, and has been used');
  await page.getByText('brand new').waitFor();
  await page.context().close();
});

test('a route of the user’s own choice is called, also one that the API does not have', async () => {
  const page = await world.open();
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

test('the risk slider counts on the next call, and clearing it takes that back', async () => {
  const page = await world.open();
  await signInOnConsole(page);
  await stepUp(page, 'POST /payments', ['pwd', 'otp']);
  const slider = page.getByRole('slider', { name: 'Score' });
  await slider.focus();
  await slider.press('End');
  await page.getByText('Written. It counts within 5 seconds.').waitFor();
  await untilAnswered(page, 'Answer the challenge');
  expect(await exchangeOf(page).innerText()).toContain('acr loa:3');
  await press(page, 'Cancel');
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByText('Cleared').waitFor();
  await page.context().close();
});

/** Sends the payment until this button comes: a signal takes up to 5 seconds to count. */
async function untilAnswered(page: Page, button: string): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    await page.getByRole('button', { name: /^(Send POST|Try again)/ }).click();
    const outcome = page.getByRole('button', { name: new RegExp(`^(${button}|Send POST)`) });
    await outcome.first().waitFor();
    if ((await page.getByRole('button', { name: button }).count()) > 0) return;
    await page.waitForTimeout(1000);
  }
  throw new Error('the signal did not count');
}

/** Waits until the text of the chosen item is there. */
async function loaded(page: Page): Promise<void> {
  const text = page.getByLabel('Fields, in YAML or JSON');
  while (!(await text.inputValue()).includes('version')) await page.waitForTimeout(100);
}

describe('policy', () => {
  const open = async () => {
    const page = await world.open();
    await page.getByRole('tab', { name: 'Policy' }).click();
    await page.getByRole('button', { name: /GET \/accounts/ }).click();
    const text = page.getByLabel('Fields, in YAML or JSON');
    await loaded(page);
    return { page, text };
  };

  test('an error is told before anything is saved', async () => {
    const { page, text } = await open();
    await text.fill('acr: urn:example:loa:99\n');
    await press(page, 'Review the change');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('acr');
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await page.context().close();
  });

  test('recent calls tell what a change would have made of them', async () => {
    const page = await world.open();
    await signInOnConsole(page);
    await choose(page, 'GET /accounts');
    await press(page, 'Send GET /accounts');
    await page.getByRole('heading', { name: 'GET /accounts went through' }).waitFor();
    await page.getByRole('tab', { name: 'Policy' }).click();
    await page.getByRole('button', { name: /GET \/accounts/ }).click();
    await loaded(page);
    await page.getByLabel('Fields, in YAML or JSON').fill('acr: urn:example:loa:3\n');
    await press(page, 'Review the change');
    await press(page, 'What if');
    await page.getByText('would change').waitFor();
    expect(await page.locator('.what-if li').innerText()).toContain('allow, then challenge (acr)');
    await page.context().close();
  });

  test('a change shows its difference, is saved, and holds at the gateway', async () => {
    const { page, text } = await open();
    await text.fill('description: Now for stronger sign-ins\nacr: urn:example:loa:2\n');
    await press(page, 'Review the change');
    await page.locator('.difference .added').first().waitFor();
    expect(await page.locator('.difference').innerText()).toContain('+ acr: urn:example:loa:2');
    await press(page, 'Save');
    await page.getByText('Saved. It is in force within 10 seconds.').waitFor();
    await page.getByRole('button', { name: /GET \/accounts loa:2 or stronger/ }).waitFor();
    await page.getByRole('tab', { name: 'Watch' }).click();
    await signInOnConsole(page);
    await choose(page, 'GET /accounts');
    for (let attempt = 0; attempt < 15; attempt += 1) {
      await press(page, 'Send GET /accounts');
      await page.getByRole('button', { name: /Answer the challenge|Send GET/ }).waitFor();
      if ((await page.getByRole('button', { name: 'Answer the challenge' }).count()) > 0) break;
      await page.waitForTimeout(1000);
    }
    expect(await page.getByRole('button', { name: 'Answer the challenge' }).count()).toBe(1);
    await page.context().close();
  });

  test('a change that lets more through has to be meant', async () => {
    const page = await world.open();
    await page.getByRole('tab', { name: 'Policy' }).click();
    await page.getByRole('button', { name: /GET \/statements/ }).click();
    await loaded(page);
    await page.getByLabel('Fields, in YAML or JSON').fill('description: Open to all\n');
    await press(page, 'Review the change');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await page.getByLabel('That is meant').check();
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(false);
    await page.context().close();
  });
});

test('grants are listed, and one that is revoked opens nothing any more', async () => {
  const page = await world.open();
  await signInOnConsole(page);
  await choose(page, 'POST /payments/{id}/approval');
  await stepUp(page, 'POST /payments/17/approval', ['pwd', 'otp']);
  await page.getByRole('tab', { name: 'Policy' }).click();
  await page
    .getByRole('button', { name: 'Revoke the grant of alice for POST /payments/{id}/approval' })
    .first()
    .click();
  await page.getByText('Revoked: it opens nothing any more.').waitFor();
  await page.context().close();
});

test('the log shows decisions as they are made, filters them, and copies them as curl without the token', async () => {
  const page = await world.open();
  await signInOnConsole(page);
  await choose(page, 'GET /statements');
  await press(page, 'Send GET /statements');
  await page.getByRole('button', { name: 'Answer the challenge' }).waitFor();
  await page.getByRole('tab', { name: 'Log' }).click();
  await page.getByLabel('Filter').fill('get /statements');
  const lines = page.getByRole('list', { name: 'Decisions, newest first' }).getByRole('listitem');
  await lines.first().waitFor();
  for (const line of await lines.allInnerTexts()) expect(line).toContain('GET /statements');
  await page.getByRole('button', { name: 'Copy GET /statements as curl' }).first().click();
  await page
    .getByText(`curl -i -X GET "${world.apiUrl}/statements" -H "Authorization: Bearer $TOKEN"`)
    .waitFor();
  await page.context().close();
});

test('the pages complained about nothing: no error, and no breach of their content security policy', () => {
  expect(world.complaints()).toEqual([]);
});
