/** The patches that break the promises, each the one that its name says. */
import { execFileSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { ROOT } from './documented.ts';

/** The patch of a promise, below the root of the repository. */
export function patchOf(promise: string): string {
  return `test/promises/${promise}.patch`;
}

/** The promises that have a patch. */
export function patched(): readonly string[] {
  return globSync('test/promises/*.patch', { cwd: ROOT }).map((file) => basename(file, '.patch'));
}

/** The promises whose patch does not apply to the product as it is. */
export function outdated(): readonly string[] {
  return patched().filter((promise) => !applies(promise));
}

function applies(promise: string): boolean {
  try {
    execFileSync('git', ['apply', '--check', patchOf(promise)], { cwd: ROOT, stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}
