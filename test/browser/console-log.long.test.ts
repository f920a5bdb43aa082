/** The console in a real browser: the log of decisions. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { choose, openTab, press } from '../support/browser/console-page.ts';
import { signInOnConsole, consoleWorld } from '../support/browser/console-world.ts';

const inShell = promisify(execFile);

const world = consoleWorld();

/** Signs in, and sends a request that is challenged. */
async function challenged(): Promise<Page> {
  const page = await world().open();
  await signInOnConsole(page);
  await choose(page, 'GET /statements');
  await press(page, 'Send GET /statements');
  await page.getByRole('button', { name: 'Answer the challenge' }).waitFor();
  return page;
}

const linesOf = (page: Page) =>
  page.getByRole('list', { name: 'Decisions, newest first' }).getByRole('listitem');

test('the log shows decisions as they are made, filters them, and shows all again', async () => {
  const page = await challenged();
  await openTab(page, 'Log');
  await page.getByLabel('Filter', { exact: true }).fill('get /statements');
  await linesOf(page).first().waitFor();
  for (const line of await linesOf(page).allInnerTexts()) expect(line).toContain('GET /statements');
  await page.getByLabel('Filter', { exact: true }).fill('no such thing');
  await page.getByText('No decision matches the filter.').waitFor();
  await press(page, 'Clear the filter');
  await linesOf(page).first().waitFor();
  await page.context().close();
});

test('a log that is paused does not change, and says how many decisions it missed', async () => {
  const page = await challenged();
  await openTab(page, 'Log');
  await linesOf(page).first().waitFor();
  await press(page, 'Pause');
  const before = await linesOf(page).count();
  await fetch(`${world().apiUrl}/statements`);
  await page.getByText('Paused: 1 more since.').waitFor();
  expect(await linesOf(page).count()).toBe(before);
  await press(page, 'Continue');
  await linesOf(page).getByText('Unauthenticated').first().waitFor();
  await page.context().close();
});

test.each([
  ['that may copy', ['clipboard-write'], 'Copied.'],
  ['that may not copy', [], 'copy it from here'],
])('a call is copied as curl, without the token, by a page %s', async (_, permissions, note) => {
  const page = await challenged();
  await page.context().grantPermissions(permissions);
  if (permissions.length === 0)
    await page.evaluate('navigator.clipboard.writeText = () => Promise.reject(new Error("not allowed"))');
  await openTab(page, 'Log');
  await page.getByRole('button', { name: 'Copy GET /statements as curl' }).first().click();
  await page.getByText(note).waitFor();
  const command = await page.getByLabel('As curl', { exact: true }).inputValue();
  expect(command).toBe(`curl -i -X GET '${world().apiUrl}/statements' -H "Authorization: Bearer $TOKEN"`);
  await page.context().close();
});

test('the copied command works in a shell where TOKEN is set', async () => {
  const page = await challenged();
  const token = await page.evaluate<string>('sessionStorage.getItem("step-up-console-session")');
  await openTab(page, 'Log');
  await page.getByRole('button', { name: 'Copy GET /statements as curl' }).first().click();
  const command = await page.getByLabel('As curl', { exact: true }).inputValue();
  const { stdout } = await inShell('sh', ['-c', command], { env: { ...process.env, TOKEN: token } });
  expect(stdout).toContain('insufficient_user_authentication');
  await page.context().close();
});

test('a tab has an address: a reload shows it again, and Back shows the tab before', async () => {
  const page = await world().open();
  const selected = (name: string) => page.getByRole('tab', { name, selected: true }).waitFor();
  await openTab(page, 'Policy');
  await openTab(page, 'Log');
  expect(page.url()).toBe(`${world().url}#log`);
  await page.reload();
  await selected('Log');
  await page.goBack();
  await selected('Policy');
  await page.goBack();
  await selected('Watch');
  await page.context().close();
});

test('the pages report no error, and no violation of their content security policy', () => {
  expect(world().complaints()).toEqual([]);
});
