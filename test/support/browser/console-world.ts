/** The console in a real browser, with the whole local stack behind it. */
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import * as v from 'valibot';
import { ALICE } from '../../../local/openid-provider/accounts.ts';
import { startChild } from '../child.ts';
import type { Child } from '../child.ts';
import { until } from '../time/until.ts';
import { startChromium } from './chromium.ts';

const offerSchema = v.object({ url: v.string(), apiUrl: v.string(), issuer: v.string() });

/** As alice, or at the user's own provider. */
const SIGN_IN = /^Sign in (as|at) /;

/** The deadline of an action, for a busy machine; in milliseconds. */
const PATIENCE = 120_000;

/** Shorter than what the page waits for, such as the line of the log about a decision; in milliseconds. */
const STEP = 500;

/** Runs in the page: a request whose deadline is in the past when it arrives fails. */
const COUNT_REQUESTS = `
  const ask = window.fetch;
  window.requestsUnderWay = 0;
  window.fetch = async (...given) => {
    window.requestsUnderWay += 1;
    try {
      const answer = await ask(...given);
      await answer.clone().text();
      return answer;
    } finally {
      window.requestsUnderWay -= 1;
    }
  };`;

export interface ConsoleWorld extends v.InferOutput<typeof offerSchema> {
  readonly browser: Browser;
  /** Opens the console in a new browser context. */
  readonly open: (how?: BrowserContextOptions) => Promise<Page>;
  /** Lets so many milliseconds pass, for the stack and for the page, once no request of the page is under way. */
  readonly pass: (page: Page, time: number) => Promise<void>;
  /** Lets seconds pass whenever the page waits for nothing but time, until this is visible. */
  readonly passUntil: (page: Page, visible: Locator) => Promise<void>;
  /** The errors that the pages have reported, of scripts and of the content security policy. */
  readonly complaints: () => readonly string[];
  /** Stops the stack and the console's server, and leaves the page open. */
  readonly stop: Child['close'];
  readonly close: () => Promise<void>;
}

/** The world of a test file, or of a describe: it starts before its tests, and is closed after them. */
export function consoleWorld(options: object = {}): () => ConsoleWorld {
  // Real browsers, servers and child processes are slow on a busy machine.
  jest.setTimeout(300_000);
  let world: ConsoleWorld | undefined;
  beforeAll(async () => {
    world = await startConsoleWorld(options);
  });
  afterAll(() => world?.close());
  return () => {
    if (world === undefined) throw new Error('the world starts with the tests');
    return world;
  };
}

export async function startConsoleWorld(options: object = {}): Promise<ConsoleWorld> {
  const { offer, time, close: stop } = await startChild('browser/console-main.ts', options);
  const addresses = v.parse(offerSchema, offer);
  const browser = await startChromium();
  const complaints: string[] = [];
  const isIdle = async (page: Page) => (await page.evaluate('requestsUnderWay')) === 0;
  const pass = async (page: Page, by: number) => {
    await until('the end of the requests', () => isIdle(page));
    time.advance(by);
    await page.clock.fastForward(by);
  };
  return {
    ...addresses,
    browser,
    complaints: () => complaints,
    open: async (how = {}) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...how });
      context.setDefaultTimeout(PATIENCE);
      await context.clock.install();
      await context.addInitScript(COUNT_REQUESTS);
      const page = await context.newPage();
      page.on('pageerror', ({ message }) => complaints.push(message));
      page.on('console', (message) => {
        // The browser logs every answer with an error status. The console causes such answers by intent.
        if (message.type() !== 'error' || /^(Failed to load resource|Access to fetch)/.test(message.text()))
          return;
        complaints.push(message.text());
      });
      await page.goto(addresses.url);
      await page.getByRole('button', { name: SIGN_IN }).waitFor();
      return page;
    },
    pass,
    passUntil: async (page, visible) => {
      // A timer that fired by itself could start a request in the moment in which the stack's clock moves.
      await until('the paused clock of the page', () => pauseSoon(page));
      try {
        await until(`${String(visible)} on the page`, async () => {
          if (await visible.isVisible()) return true;
          if (await isIdle(page)) await pass(page, STEP);
          return false;
        });
      } finally {
        await page.clock.resume();
      }
    },
    stop,
    close: async () => {
      await browser.close();
      await stop();
    },
  };
}

/** Pauses the clock of the page in a second of its time; false where the page was there before the call was. */
async function pauseSoon(page: Page): Promise<boolean> {
  const soon = (await page.evaluate<number>('Date.now()')) + 1_000;
  return page.clock.pauseAt(soon).then(
    () => true,
    () => false,
  );
}

/** Runs an action that opens the provider's popup, and returns the popup. */
export async function popupOf(page: Page, act: () => Promise<unknown>): Promise<Page> {
  const [popup] = await Promise.all([page.context().waitForEvent('page'), act()]);
  return popup;
}

/** Fills in the provider's pages for these factors. */
export async function answerProvider(
  provider: Page,
  factors: readonly ('pwd' | 'otp' | 'hwk')[],
): Promise<void> {
  for (const factor of factors) {
    if (factor === 'pwd') {
      await provider.locator('[name=username]').fill(ALICE.username);
      await provider.locator('[name=password]').fill(ALICE.password);
      await provider.getByRole('button', { name: 'Sign in', exact: true }).click();
    } else if (factor === 'otp') {
      await provider.locator('[name=code]').fill(ALICE.oneTimeCode);
      await provider.getByRole('button', { name: 'Continue' }).click();
    } else {
      await provider.getByRole('button', { name: 'Touch the security key' }).click();
    }
  }
}

/** Signs in with a password, in a popup. */
export async function signInOnConsole(page: Page): Promise<void> {
  const popup = await popupOf(page, () => page.getByRole('button', { name: SIGN_IN }).click());
  await answerProvider(popup, ['pwd']);
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}
