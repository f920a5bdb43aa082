/** Nothing moves while the exchange is drawn, and the console fits narrow windows, large text and forced colours. */
import type { Page } from 'playwright-core';
import { openTab } from '../support/browser/console-page.ts';
import { answerProvider, popupOf, signInOnConsole, consoleWorld } from '../support/browser/console-world.ts';

const world = consoleWorld();

const press = (page: Page, name: string) => page.getByRole('button', { name }).click();
/** Longer than the half second after an input in which Chromium does not count a shift. */
const idle = (page: Page) => page.waitForTimeout(600);

/** A page with a cumulative layout shift up to 0.1 counts as good (web.dev/articles/cls); the console has to be better. */
const MOST_SHIFT = 0.02;

/** Chromium does not count shifts within 500 ms of an input: a click is expected to change the page. */
const OBSERVE = `
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries())
      window.shifts.push({
        value,
        hadRecentInput,
        moved: sources.map(({ node, previousRect: { y }, currentRect }) =>
          (node?.className ?? node?.nodeName) + ': ' + y + ' to ' + currentRect.y),
      });
  }).observe({ type: 'layout-shift', buffered: true });
`;

/** The positions of the parts of the page: they must not change when a part above them arrives late. */
const positionsOf = (page: Page) =>
  page.evaluate(`[...document.querySelectorAll('.next-step, .call-form, .sequence, .step, aside > *')]
    .map((part) => part.className + ' at ' + Math.round(part.getBoundingClientRect().top + window.scrollY))`);

const WINDOWS = [
  [1440, 1000],
  [360, 780],
] as const;

describe.each(WINDOWS)('at %i px', (width, height) => {
  test('nothing moves by itself from the start to the answered challenge', async () => {
    const page = await world().open({ viewport: { width, height } });
    await page.context().addInitScript(OBSERVE);
    await page.reload();
    await page.getByText('Local run is up').waitFor({ state: 'attached' });
    const popup = await popupOf(page, () => press(page, 'Sign in as alice'));
    await idle(page);
    await answerProvider(popup, ['pwd']);
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    await idle(page);
    await press(page, 'Send POST /payments');
    await page.getByText('acr: one of').waitFor();
    await idle(page);
    const provider = await popupOf(page, () => press(page, 'Answer the challenge'));
    await idle(page);
    await answerProvider(provider, ['pwd', 'otp']);
    await page.getByRole('heading', { name: 'The same request went through' }).waitFor();
    await page.locator('.checks').getByText('a grant that opens it').waitFor();
    await idle(page);
    const shifts = `window.shifts.filter(({ hadRecentInput }) => !hadRecentInput)`;
    const total: unknown = await page.evaluate(`${shifts}.reduce((sum, { value }) => sum + value, 0)`);
    const moved: unknown = await page.evaluate(`${shifts}.map(({ moved }) => moved)`);
    expect([Number(total) < MOST_SHIFT, Number(total) < MOST_SHIFT ? [] : moved]).toEqual([true, []]);
    await page.context().close();
  });

  test('the reasons of a decision arrive late, in lines that were kept free for them', async () => {
    const page = await world().open({ viewport: { width, height } });
    await signInOnConsole(page);
    const before = await partsBelow(page);
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/api/explain', async (route) => {
      await held;
      await route.continue();
    });
    await press(page, 'Send POST /payments');
    await page.getByText('looking up each requirement').waitFor();
    await page.getByRole('button', { name: 'Answer the challenge' }).waitFor();
    await idle(page);
    const positions = await positionsOf(page);
    expect(await partsBelow(page)).toEqual(before);
    answer();
    await page.getByText('acr: one of').waitFor();
    expect(await page.locator('.checks').innerText()).toMatch(/at most 300 s old\s+\d+ s old/);
    expect(await positionsOf(page)).toEqual(positions);
    await page.context().close();
  });
});

/** The sizes of the cards on the first screen. */
const partsBelow = (page: Page) =>
  page.evaluate(
    `[...document.querySelectorAll('.card')].map((part) => part.className.split(' ')[1] + ' ' + part.offsetHeight)`,
  );

test.each([
  ['320 px, as 1280 px at a zoom of 400 % (WCAG 1.4.10)', { width: 320, height: 700 }, ''],
  ['text of twice the size (WCAG 1.4.4)', { width: 1280, height: 900 }, 'html { font-size: 200% }'],
  [
    'more space between lines, words and letters (WCAG 1.4.12)',
    { width: 360, height: 780 },
    '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }',
  ],
])('with %s no tab is wider than the window, and no text is cut off', async (_, viewport, content) => {
  const page = await world().open({ viewport });
  await signInOnConsole(page);
  if (content !== '') await page.addStyleTag({ content });
  await press(page, 'Send POST /payments');
  await page.getByText('acr: one of').waitFor();
  await page.locator('.step-trigger').nth(1).click();
  for (const tab of ['Watch', 'Scenarios', 'Policy', 'Log']) {
    await openTab(page, tab);
    await idle(page);
    expect([tab, await page.evaluate('document.documentElement.scrollWidth > window.innerWidth')]).toEqual([
      tab,
      false,
    ]);
    expect([tab, await page.evaluate(CUT_OFF)]).toEqual([tab, []]);
  }
  await page.context().close();
});

/** Elements that are wider than their box. Visually hidden elements are one pixel wide by intent. */
const CUT_OFF = `[...document.querySelectorAll('header *, main *')]
  .filter((part) => part.clientWidth > 1 && getComputedStyle(part).overflowX !== 'visible' && !part.closest('pre, select, input, textarea'))
  .filter((part) => part.scrollWidth > part.clientWidth + 1)
  .map((part) => part.className + ': ' + part.textContent.slice(0, 40))`;

test('every control is at least 24 px wide and high (WCAG 2.5.8)', async () => {
  const page = await world().open({ viewport: { width: 360, height: 780 } });
  await signInOnConsole(page);
  await press(page, 'Send POST /payments');
  await page.getByText('acr: one of').waitFor();
  for (const tab of ['Watch', 'Scenarios', 'Policy', 'Log']) {
    await openTab(page, tab);
    await idle(page);
    expect([tab, await page.evaluate(SMALL_TARGETS)]).toEqual([tab, []]);
  }
  await page.context().close();
});

/** The label of a checkbox can be pressed too. */
const SMALL_TARGETS = `[...document.querySelectorAll('a, button, select, input, textarea, summary, [role=tab], [role=slider]')]
  .map((part) => part.closest('label') ?? part.closest('.slider-thumb') ?? part)
  .filter((part) => !part.matches('.skip-link'))
  .map((part) => ({ part, box: part.getBoundingClientRect() }))
  .filter(({ box }) => box.width > 1 && (box.width < 24 || box.height < 24))
  .map(({ part, box }) => part.className + ' ' + part.textContent + ' ' + box.width + ' x ' + box.height)`;

test('nothing is animated for users who have asked their system for less motion', async () => {
  const page = await world().open({ reducedMotion: 'reduce' });
  await signInOnConsole(page);
  await press(page, 'Send POST /payments');
  await page.locator('.step').first().waitFor();
  expect(await page.evaluate('document.getAnimations().length')).toBe(0);
  await page.context().close();
});

test('with forced colours the arrows of the sequence and the steps of a level are still visible', async () => {
  const page = await world().open({ forcedColors: 'active' });
  await signInOnConsole(page);
  await press(page, 'Send POST /payments');
  await page.getByText('acr: one of').waitFor();
  const canvas = await page.evaluate('getComputedStyle(document.querySelector(".card")).backgroundColor');
  for (const part of ['.step .arrow', '.rung.reached']) {
    const color = await page.evaluate(`getComputedStyle(document.querySelector('${part}')).backgroundColor`);
    expect([part, color]).not.toEqual([part, canvas]);
  }
  await page.context().close();
});
