/** What a local run tells of itself while it is up, in `.local/run.json`: the CLI finds it there. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { isLoopbackHttp } from '../../core/token/web-url.ts';
import type { LocalStack } from '../../local/stack.ts';

export const RUN_FILE = join('.local', 'run.json');

const runSchema = v.object({
  /** Of the process whose tables these are. */
  pid: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  apiUrl: v.string(),
  /** Whatever a file says that somebody put above this folder: a local run is on this machine. */
  endpoint: v.pipe(v.string(), v.check(isLoopbackHttp)),
  region: v.string(),
  /** Environment of the authorizer: its tables and its trust config. */
  environment: v.record(v.string(), v.string()),
  routes: v.array(v.object({ method: v.string(), template: v.string() })),
  auditTable: v.exactOptional(v.string()),
});

export type LocalRun = v.InferOutput<typeof runSchema>;

/** What the stack of this process is. */
export function describeRun({ apiUrl, dynamodb, template }: LocalStack): LocalRun {
  const protectedMethods = template.api.methods.filter(({ authorizer }) => authorizer !== undefined);
  const authorizerId = protectedMethods[0]?.authorizer?.functionId;
  const authorizer = template.functions.find(({ logicalId }) => logicalId === authorizerId);
  // A table that nobody writes to would say that nothing was ever changed.
  const auditTable = dynamodb.hasStreams
    ? template.tables.find(({ name }) => name.includes('Audit'))?.name
    : undefined;
  return {
    pid: process.pid,
    apiUrl,
    endpoint: dynamodb.endpoint,
    region: template.region,
    environment: { ...authorizer?.environment },
    routes: protectedMethods.map(({ httpMethod, resourcePath }) => ({
      method: httpMethod,
      template: resourcePath,
    })),
    ...(auditTable === undefined ? {} : { auditTable }),
  };
}

/** Writes the file below `folder`, whole or not at all. Returns how to take it away, unless it is another run's by then. */
export function writeRunFile(folder: string, run: LocalRun): () => void {
  const file = join(folder, RUN_FILE);
  mkdirSync(dirname(file), { recursive: true });
  const beside = `${file}.${run.pid}.new`;
  // The trust config and names of tables: nothing secret, and nobody else's business either.
  writeFileSync(beside, `${JSON.stringify(run, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(beside, file);
  return () => {
    if (parseRun(file)?.pid === run.pid) rmSync(file);
  };
}

/** A folder of this run alone: another that is started later takes its place in the file that all of them share. */
export function openRunFolder(run: LocalRun): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'step-up-run-'));
  writeRunFile(folder, run);
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}

/** The run that goes on in `folder` or in one above it; none when its process has ended. */
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

/** Signal 0 only asks. One of another user may not even be asked, but lives. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
