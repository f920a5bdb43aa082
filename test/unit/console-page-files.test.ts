import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPage } from '../../console/server/page-files.ts';

test('a page that is not built is reported with its file and the command that builds it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'step-up-page-'));
  writeFileSync(join(folder, 'index.html'), '');
  const missed = readPage(folder);
  await expect(missed).rejects.toThrow(`app.js is missing in ${folder}`);
  await expect(missed).rejects.toThrow('"node build-console.ts"');
});
