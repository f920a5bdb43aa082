/** The examples of the client's README, against its sources. (The consumer test compiles them against the package.) */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeBlocks, writeReaders } from '../support/stacks/consumer-app.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const README = 'client/README.md';
const source = (...path: string[]) => [join(ROOT, 'client', ...path)];

const CONFIG = {
  compilerOptions: {
    target: 'es2023',
    module: 'esnext',
    moduleResolution: 'bundler',
    lib: ['es2023', 'dom', 'dom.iterable'],
    types: [],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    paths: {
      'step-up-authorizer/client': source('index.ts'),
      'step-up-authorizer/client/*': source('adapters', '*.ts'),
    },
  },
  include: ['*.ts'],
};

test('every example compiles', () => {
  const folder = mkdtempSync(join(tmpdir(), 'step-up-readme-'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(CONFIG));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  expect(writeReaders(folder, README).length).toBeGreaterThanOrEqual(7);
  const tsc = join(ROOT, 'node_modules', 'typescript-native', 'bin', 'tsc');
  expect(spawnSync(process.execPath, [tsc, '--project', folder], { encoding: 'utf8' }).stdout).toBe('');
});

test('the first example takes the ten lines that it says, with the page that the popup ends on', () => {
  const [application = '', popup = ''] = codeBlocks(README);
  expect(application).toContain('signInByPopup(');
  expect(popup).toContain('reportToOpener()');
  expect(`${application}\n${popup}`.split('\n').filter(Boolean)).toHaveLength(10);
});
