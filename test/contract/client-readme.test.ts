/** The examples of the client's README, in an application that has copied the adapters as it says. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeBlocks } from '../support/consumer-app.ts';

const ROOT = join(import.meta.dirname, '..', '..');

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
    paths: { 'step-up-authorizer/client': [join(ROOT, 'client', 'index.ts')] },
  },
  include: ['*.ts'],
};

test('every example compiles, and so do the adapters where they are copied to', () => {
  const folder = mkdtempSync(join(tmpdir(), 'step-up-readme-'));
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
  };
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  write('tsconfig.json', JSON.stringify(CONFIG));
  write('package.json', '{"type":"module"}');
  const adapters = join(ROOT, 'client', 'adapters');
  for (const name of readdirSync(adapters)) {
    const text = readFileSync(join(adapters, name), 'utf8');
    write(name, text.replaceAll("'../index.ts'", "'step-up-authorizer/client'"));
  }
  const examples = codeBlocks('client/README.md');
  expect(examples.length).toBeGreaterThanOrEqual(5);
  for (const [index, code] of examples.entries()) write(`example-${index}.ts`, `${code}\nexport {};\n`);
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  expect(spawnSync(process.execPath, [tsc, '--project', folder], { encoding: 'utf8' }).stdout).toBe('');
});
