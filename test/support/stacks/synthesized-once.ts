/**
 * The app of this repository, synthesized once in a test run for each trust config. Most stacks that tests start
 * differ in their ports alone: the template is synthesized with other ports, and gets the real ones afterwards.
 */
import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TRUST_FILE } from '../../../core/contract.ts';
import type { LocalApp } from '../../../local/local-app.ts';
import { exampleTrust } from '../../../local/example-trust.ts';
import type { ExampleTrust } from '../../../local/example-trust.ts';
import { makeTrustFolder } from '../functions/trust-folder.ts';

/** The folder for the assemblies of a test run; outside of one, they serve this process alone. */
const folder = process.env.SYNTHESIZED_APPS ?? mkdtempSync(join(tmpdir(), 'step-up-synthesized-'));

/** The example app for the local run. Throws with every mistake in the config. */
export function exampleAppOnce(configFile: string): LocalApp & Pick<ExampleTrust, 'issuers'> {
  const { trustAt, ...described } = exampleTrust(configFile);
  return { ...described, synthesize: (addresses) => synthesizedOnce(trustAt(addresses)) };
}

/** The file of the example's template with this trust config. Throws with what the synthesis says. */
export function synthesizedOnce(trust: object): string {
  const ports: string[] = [];
  const neutral = JSON.stringify(trust).replace(LOOPBACK_PORT, (port) => {
    if (!ports.includes(port)) ports.push(port);
    return String(ports.indexOf(port) + 1);
  });
  return withPorts(assemblyOf(neutral), ports);
}

const LOOPBACK_PORT = /(?<=\/\/127\.0\.0\.1:)\d+/g;

function assemblyOf(trust: string): string {
  const assembly = join(folder, createHash('sha256').update(trust).digest('hex').slice(0, 16));
  if (existsSync(assembly)) return assembly;
  const own = mkdtempSync(`${assembly}-`);
  execFileSync(process.execPath, ['--no-warnings', join(import.meta.dirname, 'synthesize-main.ts'), own], {
    input: trust,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  try {
    renameSync(own, assembly);
  } catch {
    // Another worker was faster.
    rmSync(own, { recursive: true });
  }
  return assembly;
}

/** Writes the template with these ports beside its assets, and the assets with a trust config beside them. */
function withPorts(assembly: string, ports: readonly string[]): string {
  const id = randomUUID();
  const name = join(assembly, `StepUp-${id}`);
  const placed = (text: string) => text.replace(LOOPBACK_PORT, (port) => ports[Number(port) - 1] ?? port);
  writeFileSync(
    `${name}.template.json`,
    placed(readFileSync(join(assembly, 'StepUp.template.json'), 'utf8')),
  );
  const assets = readFileSync(join(assembly, 'StepUp.assets.json'), 'utf8');
  writeFileSync(
    `${name}.assets.json`,
    assets.replace(/(?<="path": ")asset\.\w+(?=")/g, (asset) => {
      const file = join(assembly, asset, TRUST_FILE);
      if (!existsSync(file)) return asset;
      makeTrustFolder(
        join(assembly, `${asset}-${id}`),
        join(assembly, asset),
        placed(readFileSync(file, 'utf8')),
      );
      return `${asset}-${id}`;
    }),
  );
  return `${name}.template.json`;
}
