/** A real browser for tests. npm installs it. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium as playwright } from 'playwright-core';
import type { Browser } from 'playwright-core';

/**
 * Starts a headless Chromium: that of @sparticuz/chromium, which is for Linux on x64; elsewhere the one that the
 * environment variable CHROMIUM_PATH names.
 */
export async function startChromium(): Promise<Browser> {
  const own = process.env.CHROMIUM_PATH;
  if (own !== undefined) return playwright.launch({ executablePath: own });
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `npm brings no Chromium for ${process.platform} on ${process.arch}: name one in CHROMIUM_PATH`,
    );
  }
  const folder = await unpacked();
  return playwright.launch({
    executablePath: join(folder, 'chromium'),
    // Not the arguments that @sparticuz/chromium recommends: they switch off web security, and so the CORS under test.
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu'],
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      FONTCONFIG_PATH: join(folder, 'fonts'),
      HOME: folder,
    },
  });
}

/** The folder with the browser, its libraries and its fonts, unpacked once for all test processes of a run. */
async function unpacked(): Promise<string> {
  const temporary = tmpdir();
  const folder = join(temporary, 'step-up-chromium');
  if (existsSync(folder)) return folder;
  const draft = mkdtempSync(join(temporary, 'step-up-chromium-draft-'));
  const script = join(import.meta.dirname, 'unpack-chromium.ts');
  await promisify(execFile)(process.execPath, ['--no-warnings', script], {
    env: { ...process.env, TMPDIR: draft },
  });
  writeFileSync(join(draft, 'fonts', 'fonts.conf'), fontsIn(folder));
  try {
    renameSync(draft, folder);
  } catch (error) {
    // Another process has unpacked it meanwhile.
    if (!existsSync(folder)) throw error;
    rmSync(draft, { recursive: true });
  }
  return folder;
}

/** By default, the shipped fonts are searched in folders of AWS Lambda only. Without fonts, Chromium crashes at the first text. */
function fontsIn(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}
