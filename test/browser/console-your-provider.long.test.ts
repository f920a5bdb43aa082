/** The console with a provider of the user's own, which knows nothing of this repository's words, and lets no page call it. */
import { answerProvider, signInOnConsole, startConsoleWorld } from '../support/browser/console-world.ts';
import type { ConsoleWorld } from '../support/browser/console-world.ts';
import { exchangeOf, openTab, press, stepUp } from '../support/browser/console-page.ts';
import { startBank } from '../support/stacks/bank.ts';
import type { Bank } from '../support/stacks/bank.ts';

jest.setTimeout(300_000);

let bank: Bank;
let world: ConsoleWorld;
beforeAll(async () => {
  bank = await startBank();
  const { configFile, clientId } = bank;
  world = await startConsoleWorld({ yours: { configFile, clientId } });
  await bank.register(`${world.url}signed-in`, world.url);
});
afterAll(async () => {
  await world.close();
  await bank.close();
});

test('a popup signs in at that provider, and the challenge is answered in its words', async () => {
  const page = await world.open();
  await page.getByText('at your provider: gold').waitFor();
  await signInOnConsole(page);
  await page.getByText('alice signed in', { exact: true }).waitFor();
  await page.getByRole('img', { name: 'Level 1 of 2: loa:1' }).waitFor();
  await stepUp(page, 'POST /payments', ['pwd', 'otp']);
  await exchangeOf(page).getByText('acr_values=gold').first().waitFor();
  await page.getByRole('img', { name: 'Level 2 of 2: loa:2' }).waitFor();
  await page.context().close();
});

test('so does a redirect, which comes back to the call', async () => {
  const page = await world.open();
  await page.getByLabel('Sign in by').selectOption('redirect');
  await page.getByRole('button', { name: /^Sign in at / }).click();
  await answerProvider(page, ['pwd']);
  await page.getByLabel('Sign in by').selectOption('redirect');
  await press(page, 'Send POST /payments');
  await press(page, 'Answer the challenge');
  await answerProvider(page, ['pwd', 'otp']);
  await page.getByRole('heading', { name: 'The same request went through' }).waitFor();
  await page.context().close();
});

test('a copied call has a token of that provider, which no command of this repository gets', async () => {
  const page = await world.open();
  await signInOnConsole(page);
  await openTab(page, 'Log');
  await page.getByRole('button', { name: 'Copy POST /payments as curl' }).first().click();
  await page.getByText('to an access token of your provider').waitFor();
  await page.context().close();
});

test('a scenario runs with a sign-in there', async () => {
  const page = await world.open();
  await signInOnConsole(page);
  await openTab(page, 'Scenarios');
  const [popup] = await Promise.all([
    page.context().waitForEvent('page'),
    press(page, 'Play: Replayed grant'),
  ]);
  await answerProvider(popup, ['pwd', 'otp']);
  await page.getByText('as expected', { exact: true }).waitFor();
  await page.getByText('It needs an acr vocabulary of 3 words, and the trust config has 2.').waitFor();
  await page.context().close();
});

test('no page reports an error, or a violation of its content security policy', () => {
  expect(world.complaints()).toEqual([]);
});
