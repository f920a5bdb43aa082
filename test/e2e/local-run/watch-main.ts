/** Imported before an entry script: writes the secrets that pass by to the file that SECRETS_FILE names. */
import { appendFileSync } from 'node:fs';
import { watchFetch } from '../../support/secrets/secret-watch.ts';

const file = process.env.SECRETS_FILE;
if (file === undefined) throw new Error('SECRETS_FILE names no file to write the secrets to');

watchFetch((what, secret) => {
  if (secret !== '') appendFileSync(file, `${JSON.stringify({ what, secret })}\n`);
});
