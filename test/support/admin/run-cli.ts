/** The CLI as a person or a pipeline runs it: a process, with its output and exit code. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from '../../../local/dynamodb.ts';

export interface CliAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** As it is in the package: it starts in a fraction of the time. */
export const PROGRAM = join(import.meta.dirname, '..', '..', '..', 'package', 'step-up.js');

/** Runs it with these arguments, and these variables beside those of the local database. */
export function runCli(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CliAnswer> {
  const env = {
    ...process.env,
    AWS_REGION: LOCAL_REGION,
    AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    ...environment,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, ['--no-warnings', PROGRAM, ...args], { env }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, stdout, stderr });
    });
  });
}
