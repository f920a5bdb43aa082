/** The console in a real browser: an administrator changes policy. */
import type { Page } from 'playwright-core';
import {
  choose,
  expectChallenge,
  openPolicy,
  openTab,
  press,
  save,
} from '../support/browser/console-page.ts';
import { signInOnConsole, consoleWorld } from '../support/browser/console-world.ts';

const world = consoleWorld();

const saveButton = (page: Page) => page.getByRole('button', { name: 'Save' });

describe('an error is shown while the user types, and cannot be saved', () => {
  test.each([
    [
      'a word outside the vocabulary',
      'acr: urn:example:loa:99\n',
      'line 1',
      'not a word of the acr vocabulary',
    ],
    ['an unknown field', 'acr: urn:example:loa:2\nmaxage: 3\n', 'line 2', 'unknown field'],
    ['a value of another kind', 'grant:\n  ttl: soon\n', 'line 2', 'expected a number of seconds'],
    ['what is no YAML', 'maxAge: 300\nacr: [urn:example:loa:2\n', 'line', 'column'],
    [
      'a condition that does not parse',
      'rules:\n  - acr: urn:example:loa:3\n    when: "risk.score >"\n',
      'line 3',
      'not an expression',
    ],
  ])('%s', async (_, fields, line, message) => {
    const page = await world().open();
    const text = await openPolicy(page, /GET \/accounts/);
    await text.fill(fields);
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.innerText()).toContain(message);
    expect(await alert.innerText()).not.toContain('/tmp');
    expect(await saveButton(page).isDisabled()).toBe(true);
    await alert.getByRole('button', { name: line }).click();
    expect(await text.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');
    await page.context().close();
  });
});

test('only exactly the text that was reviewed can be saved', async () => {
  const page = await world().open();
  const text = await openPolicy(page, /GET \/accounts/);
  await text.fill('description: One\n');
  await page.getByText('Nothing prevents the change').waitFor();
  expect(await saveButton(page).isDisabled()).toBe(false);
  await text.press('x');
  expect(await saveButton(page).isDisabled()).toBe(true);
  await page.context().close();
});

test('recent calls, of this page and of others, are decided under the changed policy', async () => {
  const other = await world().open();
  await signInOnConsole(other);
  await choose(other, 'GET /statements');
  await press(other, 'Send GET /statements');
  await other.getByRole('button', { name: 'Answer the challenge' }).waitFor();
  await other.context().close();
  const page = await world().open();
  await signInOnConsole(page);
  await choose(page, 'GET /accounts');
  await press(page, 'Send GET /accounts');
  await page.getByRole('heading', { name: 'GET /accounts went through' }).waitFor();
  const text = await openPolicy(page, /GET \/accounts/);
  await text.fill('acr: urn:example:loa:3\n');
  await page.getByText('1 that this page has made').waitFor();
  await press(page, 'What if');
  await page.getByText('1 of 2 would change').waitFor();
  const calls = await page.locator('.what-if li').allInnerTexts();
  expect(calls.find((one) => one.includes('by alice'))).toContain('allow, then challenge (acr) for loa:3');
  expect(calls.find((one) => one.includes('(log)'))).toMatch(/as today\s+GET \/statements/);
  await page.context().close();
});

test('a change shows its difference, is saved, and is in force at the gateway', async () => {
  const page = await world().open();
  const text = await openPolicy(page, /GET \/accounts/);
  await text.fill('description: Now for stronger sign-ins\nacr: urn:example:loa:2\n');
  await page.locator('.difference .added').first().waitFor();
  expect(await page.locator('.difference').first().innerText()).toContain('+ acr: urn:example:loa:2');
  await save(page);
  await page.getByRole('button', { name: /GET \/accounts loa:2 or stronger/ }).waitFor();
  await openTab(page, 'Watch');
  await signInOnConsole(page);
  await choose(page, 'GET /accounts');
  await expectChallenge(page, world());
  await page.context().close();
});

test('a change that allows more needs consent, and says what it opens', async () => {
  const page = await world().open();
  const text = await openPolicy(page, /GET \/statements/);
  await text.fill('description: Open to all\n');
  await page.getByRole('alert').getByText('GET /statements: acr asks for less').waitFor();
  expect(await saveButton(page).isDisabled()).toBe(true);
  await page.getByLabel('This is intended: GET /statements opens to sign-ins').check();
  expect(await saveButton(page).isDisabled()).toBe(false);
  await text.fill('description: Open to all users\n');
  await page.getByLabel('This is intended').waitFor();
  expect(await page.getByLabel('This is intended').isChecked()).toBe(false);
  await page.context().close();
});

describe('when the item was changed in the table meanwhile', () => {
  const both = async () => {
    const [page, other] = [await world().open(), await world().open()];
    const mine = await openPolicy(page, /GET \/statements/);
    const theirs = await openPolicy(other, /GET \/statements/);
    const before = await theirs.inputValue();
    await mine.fill(before.replace(/^description: .*$/m, 'description: Mine'));
    await page.getByText('Nothing prevents the change').waitFor();
    await theirs.fill(before.replace(/^description: .*$/m, `description: Theirs ${Date.now()}`));
    await save(other);
    await other.context().close();
    await press(page, 'Save');
    await page.getByText('This item was changed in the table').waitFor();
    expect(await saveButton(page).isDisabled()).toBe(true);
    return { page, mine };
  };

  test('nothing is written, and the newer text can be used', async () => {
    const { page, mine } = await both();
    await press(page, 'Use the newer text');
    expect(await mine.inputValue()).toContain('description: Theirs');
    await page.context().close();
  });

  test('or the user keeps their own text', async () => {
    const { page, mine } = await both();
    await press(page, 'Keep my text');
    expect(await mine.inputValue()).toContain('description: Mine');
    await page.getByText('Nothing prevents the change').waitFor();
    await save(page);
    await page.context().close();
  });
});

test('an item is deleted only after its review, which says what is in force then', async () => {
  const page = await world().open();
  await openPolicy(page, /GET \/statements/);
  await press(page, 'Delete…');
  await page.locator('.difference .removed').first().waitFor();
  await press(page, 'Delete it');
  await page.getByText('Deleted: the next item that matches counts').waitFor();
  await page.getByRole('button', { name: /^GET \/statements/ }).waitFor({ state: 'detached' });
  await page.context().close();
});

test('the pages report no error, and no violation of their content security policy', () => {
  expect(world().complaints()).toEqual([]);
});
