/** Code with a trust config beside it, as synth puts it there. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TRUST_FILE } from '../../../core/contract.ts';

/** Makes `folder`, with the code of a bundle in `code`, and the text of the file with the trust config. */
export function makeTrustFolder(folder: string, code: string, text: string): string {
  mkdirSync(folder);
  for (const name of ['index.js', 'package.json']) symlinkSync(join(code, name), join(folder, name));
  writeFileSync(join(folder, TRUST_FILE), text);
  return folder;
}
