/** The files in `.local/runs`, one for each local run that is up: the command line finds the run by its file. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { isLoopbackHttp } from '../../core/trust/web-url.ts';

const RUNS = join('.local', 'runs');

const methods = v.pipe(v.array(v.object({ method: v.string(), template: v.string() })), v.readonly());

const runSchema = v.object({
  /** Of the process whose tables these are. */
  pid: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  apiUrl: v.string(),
  /** Of its own provider, if it has one. Passwords of test users are sent there: on this machine alone. */
  issuer: v.exactOptional(v.pipe(v.string(), v.check(isLoopbackHttp))),
  /** A local run is on this machine. A file in a folder above may name another host: it is ignored. */
  endpoint: v.pipe(v.string(), v.check(isLoopbackHttp)),
  region: v.string(),
  /** Environment of the authorizer: its tables, and values of the trust config that are known only at deployment. */
  environment: v.record(v.string(), v.string()),
  /** The file with the trust config beside the code of the authorizer. */
  trustFile: v.exactOptional(v.string()),
  routes: methods,
  /** The methods without the authorizer. */
  otherMethods: v.exactOptional(methods),
  auditTable: v.exactOptional(v.string()),
});

export type LocalRun = v.InferOutput<typeof runSchema>;

const fileSchema = v.pipe(v.string(), v.parseJson(), v.object({ run: runSchema, startedAt: v.number() }));

export interface AnnouncedRun {
  /** The runs that are up in the same folder, the last first. Until this run ends, `findRun` finds this one. */
  readonly others: readonly LocalRun[];
  /** Removes the file: from now on the run is not found. */
  readonly end: () => void;
}

/** Writes the file of a run below `folder`, in one step, and removes those of runs that have ended without doing so. */
export function announceRun(folder: string, run: LocalRun, startedAt: number = Date.now()): AnnouncedRun {
  const runs = join(folder, RUNS);
  mkdirSync(runs, { recursive: true });
  const known = filesIn(runs).filter(({ run: { pid } }) => pid !== run.pid);
  for (const { file, isUp } of known) if (!isUp) rmSync(file, { force: true });
  const file = join(runs, `${run.pid}.json`);
  const beside = `${file}.new`;
  // It holds the trust config and the names of the tables: no secrets, but other users need not read them.
  writeFileSync(beside, `${JSON.stringify({ run, startedAt }, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(beside, file);
  return {
    others: known.filter(({ isUp }) => isUp).map((one) => one.run),
    end: () => {
      rmSync(file, { force: true });
    },
  };
}

/** The run that is up in `folder`, the one that started last if there are several, or one of a folder above. */
export function findRun(folder: string): LocalRun | undefined {
  return findRuns(folder)[0];
}

/** All that are up in `folder`, the last first, or else those of a folder above. */
export function findRuns(folder: string): readonly LocalRun[] {
  const up = filesIn(join(folder, RUNS)).filter(({ isUp }) => isUp);
  const above = dirname(folder);
  return up.length > 0 || above === folder ? up.map(({ run }) => run) : findRuns(above);
}

interface RunFile {
  readonly file: string;
  readonly run: LocalRun;
  readonly startedAt: number;
  /** Whether its process goes on. */
  readonly isUp: boolean;
}

/** Those that can be read, from the last that started to the first. */
function filesIn(runs: string): readonly RunFile[] {
  if (!existsSync(runs)) return [];
  const files = readdirSync(runs).filter((name) => name.endsWith('.json'));
  return files
    .flatMap((name) => readRunFile(join(runs, name)))
    .toSorted((one, other) => other.startedAt - one.startedAt);
}

function readRunFile(file: string): readonly RunFile[] {
  const parsed = v.safeParse(fileSchema, textOf(file));
  return parsed.success ? [{ file, ...parsed.output, isUp: isAlive(parsed.output.run.pid) }] : [];
}

/** Undefined for a file that its run has just removed, or that another user wrote. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Signal 0 checks without ending the process. EPERM: the process is another user's, and is alive. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
