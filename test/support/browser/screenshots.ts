/** `npm run screenshots`: pictures of the console at two widths in both themes, into docs/screenshots. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openPolicy } from './console-page.ts';
import { answerProvider, popupOf, signInOnConsole, startConsoleWorld } from './console-world.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'docs', 'screenshots');
const SIZES = [
  { width: 1440, height: 1000 },
  { width: 360, height: 780 },
];

mkdirSync(FOLDER, { recursive: true });
const world = await startConsoleWorld();
for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of SIZES) {
    const page = await world.open({ colorScheme, viewport, reducedMotion: 'reduce' });
    const shoot = async (name: string) => {
      await page.evaluate('window.scrollTo(0, 0)');
      await page.screenshot({ path: join(FOLDER, `${name}-${viewport.width}-${colorScheme}.png`) });
    };
    await shoot('welcome');
    await showChallenge(page);
    await shoot('challenge');
    await answer(page);
    await shoot('answered');
    await loosen(page);
    await shoot('policy');
    await page.context().close();
  }
}
await world.close();

async function showChallenge(page: Page): Promise<void> {
  await signInOnConsole(page);
  await page.getByRole('button', { name: 'Send POST /payments' }).click();
  await page.getByText('acr: one of').first().waitFor();
}

async function answer(page: Page): Promise<void> {
  const press = () => page.getByRole('button', { name: 'Answer the challenge' }).click();
  await answerProvider(await popupOf(page, press), ['pwd', 'otp']);
  await page.getByRole('heading', { name: 'The same request went through' }).waitFor();
  // The drawing is complete, with all that comes after the answer.
  await page.waitForTimeout(3000);
}

/** Edits the policy of payments, and waits for the review. */
async function loosen(page: Page): Promise<void> {
  const text = await openPolicy(page, /POST \/payments loa/);
  await text.fill((await text.inputValue()).replace('maxAge: 300', 'maxAge: 900'));
  await page.getByRole('group', { name: 'Review' }).waitFor();
}
