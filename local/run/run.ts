/** The local run: the stack on this machine, and a walk through a step-up. */
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { styleText } from 'node:util';
import { exampleApp } from '../example-app.ts';
import { startLocalStack } from '../stack.ts';
import type { LocalStack } from '../stack.ts';
import { printWalk } from '../walk-report.ts';
import { walk } from '../walk.ts';
import { trustAuthorities } from './certificate-authorities.ts';
import { readFlags, USAGE } from './flags.ts';
import { changedPolicies } from './changed-policies.ts';
import { invitation } from './invitation.ts';
import { openLogFile } from './log-file.ts';
import { refusalNotices } from './refusal-notices.ts';
import { usersOf, walkerOf, whereUsersSignIn } from './users.ts';
import type { RunUsers } from './users.ts';
import { yourProvider } from './your-provider.ts';
import { messageOf } from '../../core/error-text.ts';

/** What a run needs from outside: its folder, and programs that use the stack. */
export interface RunParts {
  /** The folder with the trust config; state is written to `.local` below it. */
  readonly root: string;
  /** Hears every line that a function logs, and of the access log. */
  readonly onLog: (source: string, line: string) => void;
  /** Starts the page for the browser. */
  readonly startConsole: (stack: LocalStack, users: RunUsers) => Promise<Console>;
  /** Lets the command line find the stack. */
  readonly announce: (stack: LocalStack) => Announcement;
}

export interface Announcement {
  /** The stacks that are up in the same folder: the command line no longer finds them, until this one has ended. */
  readonly others: readonly { readonly apiUrl: string }[];
  readonly end: () => void;
}

export interface Console {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Runs until the walk is done (`--once`) or the user stops it. Returns the exit code. Throws when a part does not start. */
export async function runLocally(args: readonly string[], parts: RunParts): Promise<number> {
  const flags = readFlags(args);
  if (flags.help) {
    console.log(USAGE);
    return 0;
  }
  const state = join(parts.root, '.local');
  const app = exampleApp({
    configFile: flags.config ?? join(parts.root, 'step-up.config.json'),
    outdir: join(state, 'cdk.out'),
  });
  trustAuthorities(app.issuers);
  const yours = flags.signIn === undefined ? undefined : await yourProvider(flags.signIn, app.issuers);
  const log = openLogFile(state);
  const notice = refusalNotices({
    issuers: app.issuers,
    print: (text) => {
      console.error(styleText('yellow', text));
    },
  });
  const stack = await startLocalStack({
    port: flags.port,
    app,
    ownProvider: flags.ownProvider,
    dynamodbEndpoint: flags.dynamodbEndpoint,
    dataDir: flags.dataDir,
    forConsole: true,
    onLog: (source, line) => {
      log.write(source, line);
      parts.onLog(source, line);
      notice(line);
    },
  });
  try {
    return await walkAndWait(stack, parts, {
      users: usersOf(stack, yours),
      hasConfig: flags.config !== undefined,
      logFile: log.file,
      isOnce: flags.once,
    });
  } finally {
    await stack.close();
  }
}

interface Run {
  readonly users: RunUsers;
  /** Whether a trust config was named. */
  readonly hasConfig: boolean;
  readonly logFile: string;
  /** Ends after the walk. */
  readonly isOnce: boolean;
}

async function walkAndWait(
  stack: LocalStack,
  { startConsole, announce }: RunParts,
  { users, hasConfig, logFile, isOnce }: Run,
): Promise<number> {
  const page = await startConsole(stack, users);
  try {
    console.log(`Console ${page.url}  (open it in a browser: it shows a step-up while it happens)`);
    console.log(
      `${stack.dynamodb.notice}\nAPI ${stack.apiUrl} · provider ${users.provider.issuer} · log ${logFile}`,
    );
    for (const line of whereUsersSignIn(users, stack, hasConfig)) console.log(line);
    const { others, end } = announce(stack);
    try {
      const beside = others.map(({ apiUrl }) => besideAnother(apiUrl)).join('');
      if (beside !== '') console.log(beside.trim());
      const stopped = interruption();
      const succeeded = await tryWalk(stack, users, stopped);
      if (!succeeded && !stopped.aborted) await explainFailure(stack);
      if (isOnce) return succeeded ? 0 : 1;
      if (!stopped.aborted) {
        console.log(`${invitation(stack, users)}\n${beside}\nThe console: ${page.url}`);
        await once(stopped, 'abort');
      }
      return 0;
    } finally {
      end();
    }
  } finally {
    await page.close();
  }
}

function besideAnother(apiUrl: string): string {
  return `\nAnother local run is up in this folder, at ${apiUrl}. The command line (step-up) finds this run, which started last; it finds the other again when this one has ended.\n`;
}

async function tryWalk(stack: LocalStack, users: RunUsers, stopped: AbortSignal): Promise<boolean> {
  const report = printWalk(console.log);
  try {
    const walker = walkerOf(users, stack, { print: console.log, stopped });
    await Promise.race([walk({ api: stack.apiUrl, ...walker }, report), endOf(stopped)]);
    console.log('\nThe walk is done: every step went as it should.');
    return true;
  } catch (error) {
    console.error(`\nThe walk failed at step ${report.current()}: ${messageOf(error)}`);
    await setTimeout(LOG_LAG);
    return false;
  }
}

/** What the functions have logged comes by another way than their answers: the reason of a refusal belongs here. Milliseconds. */
const LOG_LAG = 250;

/** Rejects when the run is to end. */
function endOf(stopped: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    stopped.addEventListener('abort', () => {
      reject(new Error('the run was ended'));
    });
  });
}

/** Kept tables may have policies with which the walk cannot succeed. */
async function explainFailure(stack: LocalStack): Promise<void> {
  // The failure is reported already: one more of the same table adds nothing.
  const changed = await changedPolicies(stack).catch(() => []);
  if (changed.length === 0) return;
  console.error(
    `The walk expects the policies with which the app starts. The tables were kept from before, and have another policy for ${changed.join(', ')}. If the walk failed because of that, nothing is broken: the stack runs with the policies of the tables. For a walk with the policies of the app, start without --data and --dynamodb-endpoint, or name an empty folder.`,
  );
}

/** Aborts when the user or the system asks this process to end. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      controller.abort();
    });
  return controller.signal;
}
