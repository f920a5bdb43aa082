import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApp, STACK_NAME } from '../../lib/app.ts';
import { readTrustConfig } from '../../lib/read-trust-config.ts';
import { newOutdir, TRUST } from '../support/synth.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const TEMPLATE = `${STACK_NAME}.template.json`;

/** Runs the app as the CDK command line does: context and output folder come by the environment. */
function synthesize(trust: string) {
  const outdir = newOutdir();
  const config = join(outdir, 'trust.json');
  writeFileSync(config, trust);
  const { context }: { context: object } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8'));
  const { status, stderr } = spawnSync(process.execPath, ['--no-warnings', join(ROOT, 'bin', 'app.ts')], {
    env: { CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify({ ...context, config }) },
    encoding: 'utf8',
  });
  return { status, stderr, config, template: join(outdir, TEMPLATE) };
}

test('the command line makes the template that the local run makes', () => {
  const { status, stderr, config, template } = synthesize(JSON.stringify(TRUST));
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const outdir = newOutdir();
  createApp({ trust: readTrustConfig(config), outdir }).synth();
  expect(readFileSync(template, 'utf8')).toBe(readFileSync(join(outdir, TEMPLATE), 'utf8'));
});

test('every mistake in the trust config is reported with its path, and nothing is synthesized', () => {
  const issuers = [{ issuer: 'http://id.example.com', audience: [], algorithms: ['HS256'] }];
  const { status, stderr, config, template } = synthesize(JSON.stringify({ acr: ['a b'], issuers }));
  expect(status).toBe(1);
  expect(stderr).toContain(`${config} has 4 mistake(s):\n  acr[0]: `);
  expect(stderr).toMatch(
    /issuers\[0\]\.issuer: .*\n.*issuers\[0\]\.audience: .*\n.*issuers\[0\]\.algorithms/,
  );
  expect(stderr).not.toContain('    at ');
  expect(existsSync(template)).toBe(false);
});

test('a trust config that only the stack can refuse leaves no half-made template behind', () => {
  const audience = Array.from(
    { length: 80 },
    (_, index) => `https://api-${index}.example.com/a/long/path/to/name`,
  );
  const trust = { ...TRUST, issuers: [{ issuer: 'https://id.example.com', audience }] };
  const { status, stderr, template } = synthesize(JSON.stringify(trust));
  expect(status).toBe(1);
  expect(stderr).toMatch(/^The trust config has \d+ bytes .*Lambda allows 4 KB.*\n$/);
  expect(existsSync(template)).toBe(false);
});

test('a trust config that is not JSON is named', () => {
  const { status, stderr, config } = synthesize('{"acr": [');
  expect(status).toBe(1);
  expect(stderr).toContain(`${config} cannot be read as JSON`);
});
