/** The file `.local/run.json`, which exists while a local run is up: the command line finds the run by it. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { isLoopbackHttp } from '../../core/trust/web-url.ts';

const RUN_FILE = join('.local', 'run.json');

const runSchema = v.object({
  /** Of the process whose tables these are. */
  pid: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  apiUrl: v.string(),
  /** A local run is on this machine. A file in a folder above may name another host: it is ignored. */
  endpoint: v.pipe(v.string(), v.check(isLoopbackHttp)),
  region: v.string(),
  /** Environment of the authorizer: its tables and its trust config. */
  environment: v.record(v.string(), v.string()),
  routes: v.pipe(v.array(v.object({ method: v.string(), template: v.string() })), v.readonly()),
  auditTable: v.exactOptional(v.string()),
});

export type LocalRun = v.InferOutput<typeof runSchema>;

/** Writes the file below `folder`, in one step. Returns how to remove it; a file that another run has written by then stays. */
export function writeRunFile(folder: string, run: LocalRun): () => void {
  const file = join(folder, RUN_FILE);
  mkdirSync(dirname(file), { recursive: true });
  const beside = `${file}.${run.pid}.new`;
  // It holds the trust config and the names of the tables: no secrets, but other users need not read them.
  writeFileSync(beside, `${JSON.stringify(run, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(beside, file);
  return () => {
    if (parseRun(file)?.pid === run.pid) rmSync(file);
  };
}

/** The run that is up in `folder` or in a folder above it; undefined when its process has ended. */
export function findRun(folder: string): LocalRun | undefined {
  const run = parseRun(join(folder, RUN_FILE));
  if (run !== undefined && isAlive(run.pid)) return run;
  const above = dirname(folder);
  return above === folder ? undefined : findRun(above);
}

function parseRun(file: string): LocalRun | undefined {
  if (!existsSync(file)) return undefined;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), runSchema), readFileSync(file, 'utf8'));
  return parsed.success ? parsed.output : undefined;
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
