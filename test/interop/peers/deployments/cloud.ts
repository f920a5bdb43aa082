/** An account of AWS, as MiniStack has it, and the CDK's own command line, which deploys to it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { newOutdir } from '../../../support/stacks/synth.ts';
import type { Access } from '../../../support/tables/database.ts';
import { lastLines, run } from '../../command.ts';
import { startMiniStack } from '../../ministack/server.ts';
import type { MiniStack } from '../../ministack/server.ts';
import type { Step } from '../../peer.ts';

const CDK = join(import.meta.dirname, '..', '..', '..', '..', 'node_modules', 'aws-cdk', 'bin', 'cdk');

const REGION = 'us-east-1';
const ACCOUNT = '000000000000';

/** Outputs of the stacks of an app, by stack. */
export type Outputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface Deployed {
  /** Why it was not deployed; undefined where it was. */
  readonly problem: string | undefined;
  readonly outputs: Outputs;
}

export interface Cloud extends MiniStack {
  /** For clients of the AWS SDK: the root of the account. */
  readonly access: Access;
  /** `cdk deploy` of all stacks of a cloud assembly. */
  readonly deploy: (assembly: string, flags?: readonly string[]) => Promise<Deployed>;
  /** `cdk destroy`. Rejects where it fails. */
  readonly destroy: (assembly: string) => Promise<void>;
}

const outputsOfAll = v.record(v.string(), v.record(v.string(), v.string()));

/** Starts it, with IAM enforced, and bootstraps it. Rejects with what `cdk bootstrap` said where that fails. */
export async function startCloud(step: Step): Promise<Cloud> {
  const engine = await startMiniStack(step, { iam: true });
  const cdk = commandLine(engine.url, step.signal);
  const cloud: Cloud = {
    ...engine,
    access: { region: REGION, credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'test' } },
    deploy: async (assembly, flags = []) => {
      const file = join(newOutdir(), 'outputs.json');
      const all = ['--app', assembly, '--all', '--require-approval', 'never', '--outputs-file', file];
      const problem = await cdk(['deploy', ...all, ...flags]);
      if (problem !== undefined) return { problem, outputs: {} };
      return { problem, outputs: v.parse(outputsOfAll, JSON.parse(readFileSync(file, 'utf8'))) };
    },
    destroy: async (assembly) => {
      const problem = await cdk(['destroy', '--app', assembly, '--all', '--force']);
      if (problem !== undefined) throw new Error(problem);
    },
  };
  const problem = await cdk(['bootstrap', `aws://${ACCOUNT}/${REGION}`]);
  if (problem === undefined) return cloud;
  await engine.stop();
  throw new Error(problem);
}

/** Runs `cdk`; what it said where it failed. */
function commandLine(url: string, signal: AbortSignal) {
  const env = {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: ACCOUNT,
    AWS_SECRET_ACCESS_KEY: 'test',
    // Nothing of the user's: no profile, no account of theirs.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  };
  // A folder without a cdk.json.
  const cwd = newOutdir();
  return async (args: readonly string[]): Promise<string | undefined> => {
    const quiet = ['--no-notices', '--no-version-reporting', '--progress', 'events', '--no-color'];
    const { code, stdout, stderr } = await run(process.execPath, [CDK, ...args, ...quiet], {
      signal,
      cwd,
      env,
    });
    return code === 0 ? undefined : `cdk ${args.join(' ')}: ${lastLines(`${stdout}\n${stderr}`, 25)}`;
  };
}
