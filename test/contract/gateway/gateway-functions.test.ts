import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { createFunctions } from '../../../local/functions/functions.ts';
import { runFunction, templateOf } from '../../support/gateway/parts.ts';
import type { SmallFunctions } from '../../support/gateway/parts.ts';
import { until } from '../../support/time/until.ts';

const PID = 'exports.handler = async () => process.pid;';
const PAUSE = 'exports.handler = async () => { await new Promise((r) => setTimeout(r, 400)); return 1; };';

let functions: SmallFunctions;
afterEach(() => {
  functions.close();
});

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const invoke = (event: unknown = {}) => functions.invoke('Only', event);
const valueOf = async () => {
  const result = await invoke();
  if (!result.ok) throw new Error(result.errorMessage);
  return result.value;
};

/** The log arrives through another pipe than the answer, and may be late. */
async function logged(text: string): Promise<readonly string[]> {
  await until(`a line with ${text}`, () => functions.log.join('\n').includes(text));
  return functions.log;
}

/** A process that has ended may be a zombie, until its parent has read its exit code. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch (error) {
    // Without /proc, only the signal tells whether the process is alive.
    return (
      !(error instanceof Error && 'syscall' in error && error.syscall === 'kill') && !existsSync('/proc')
    );
  }
}

/** Its parent, this process, has read its exit code, and so knows that it has ended. */
function isReaped(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

const isGone = (pid: number) => until(`the end of process ${pid}`, () => !isAlive(pid));

describe('what a function returns', () => {
  test('and what it is given go through JSON', async () => {
    functions = runFunction(
      'exports.handler = async (event) => ({ at: new Date(0), none: undefined, keys: Object.keys(event) });',
    );
    expect(await invoke({ a: 1, b: undefined })).toEqual({
      ok: true,
      value: { at: '1970-01-01T00:00:00.000Z', keys: ['a'] },
    });
  });

  test.each([
    ['the answer', 'exports.handler = async () => "x".repeat(6 * 1024 * 1024);', {}],
    ['the event', PID, { large: 'x'.repeat(6 * 1024 * 1024) }],
  ])('%s may have 6 MB at the most', async (_, code, event) => {
    functions = runFunction(code);
    expect(await invoke(event)).toMatchObject({ ok: false });
  });

  test('has to arrive in time: a time-out kills the instance, and says after what time', async () => {
    functions = runFunction('exports.handler = () => new Promise(() => setInterval(() => 1, 1000));', {
      timeout: 0.3,
    });
    expect(await invoke()).toMatchObject({ ok: false, errorMessage: 'Task timed out after 0.30 seconds' });
    expect(functions.instances('Only')).toBe(0);
  });
});

describe('what a function gets', () => {
  test('is a context that knows the time left', async () => {
    functions = runFunction(
      'exports.handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis() });',
    );
    const context = v.parse(v.looseObject({ left: v.number() }), await valueOf());
    expect(context.left).toBeGreaterThan(0);
    expect(context.left).toBeLessThanOrEqual(3000);
    expect(context).toMatchObject({
      functionName: 'Only',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:Only',
      memoryLimitInMB: '128',
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  test('is the folder of its code as working directory, and no way to the process around it', async () => {
    const template = templateOf({
      Only: 'exports.handler = async () => [process.cwd(), typeof process.send];',
    });
    functions = {
      ...createFunctions(template, { environment: {}, maxInstances: 1, onLog: () => 0 }),
      log: [],
    };
    expect(await valueOf()).toEqual([realpathSync(template.functions[0]?.folder ?? ''), 'undefined']);
  });

  test.each([
    ['nothing else', undefined],
    ['with the certificates that Node.js trusts beside the public ones', '/etc/own.pem'],
  ])('is the environment of the template, of Lambda and of the caller: %s', async (_, certificates) => {
    const { NODE_EXTRA_CA_CERTS: before } = process.env;
    const own = (value: string | undefined) => {
      if (value === undefined) delete process.env.NODE_EXTRA_CA_CERTS;
      else process.env.NODE_EXTRA_CA_CERTS = value;
    };
    own(certificates);
    functions = runFunction(
      'exports.handler = async () => Object.keys(process.env).filter((key) => !/^(AWS_|LAMBDA_|_HANDLER)/.test(key));',
      {},
      { environment: { AWS_ENDPOINT_URL_DYNAMODB: 'http://x' } },
    );
    const names = await valueOf().finally(() => {
      own(before);
    });
    expect(names).toEqual([
      ...(certificates === undefined ? [] : ['NODE_EXTRA_CA_CERTS']),
      'OWN',
      'PATH',
      'TZ',
    ]);
  });

  test('is the memory of the template: more ends the instance', async () => {
    functions = runFunction(
      'const all = []; exports.handler = async () => { for (;;) all.push(new Array(1e6).fill(Math.random())); };',
      { memorySize: 64, timeout: 20 },
    );
    expect(await invoke()).toMatchObject({ ok: false, errorType: 'Runtime.ExitError' });
  });
});

describe('a function that does not load', () => {
  test.each([
    ['throw new Error("broken bundle")', 'Error', 'broken bundle'],
    ['exports.other = 1', 'Runtime.HandlerNotFound', 'index.handler is undefined or not exported'],
    [
      'exports.handler = async (event, context, callback) => callback(null, 1)',
      'Runtime.CallbackHandlerDeprecated',
      expect.stringContaining('callback'),
    ],
  ])('%s says why', async (code, errorType, errorMessage) => {
    functions = runFunction(code);
    expect(await invoke()).toEqual({ ok: false, errorType, errorMessage });
    expect((await logged(errorType)).join('\n')).toContain(errorType);
  });

  test('names a runtime that is not this Node.js', () => {
    functions = runFunction(PID);
    expect(() => runFunction(PID, { runtime: 'nodejs18.x' })).toThrow(/Only is deployed on nodejs18\.x/);
  });
});

describe('instances', () => {
  test('work in parallel up to the limit; the others wait for them', async () => {
    functions = runFunction(PAUSE.replace('return 1', 'return process.pid'), {}, { maxInstances: 3 });
    const pids = await Promise.all(Array.from({ length: 7 }, valueOf));
    expect(new Set(pids).size).toBe(3);
    expect(functions.instances('Only')).toBe(3);
  });

  test('refuse a request when too many wait already', async () => {
    functions = runFunction(PAUSE, {}, { maxWaiting: 1 });
    const results = await Promise.all([invoke(), invoke(), invoke()]);
    expect(results.map(({ ok }) => ok)).toEqual([true, true, false]);
    expect(results[2]).toMatchObject({ errorType: 'TooManyRequestsException' });
  });

  test('that died while idle are replaced', async () => {
    functions = runFunction(PID);
    const first = Number(await valueOf());
    process.kill(first, 'SIGKILL');
    await until('the end of the instance', () => isReaped(first));
    expect(await valueOf()).not.toBe(first);
    expect(functions.instances('Only')).toBe(1);
  });

  test('that throw outside of a request fail one request at the most', async () => {
    functions = runFunction(
      'exports.handler = async ({ late }) => { if (late) setTimeout(() => Promise.reject(new Error("late")), 20); };',
    );
    expect(await invoke({ late: true })).toMatchObject({ ok: true });
    // The time is over when the instance runs again.
    await pause(100);
    const results = [await invoke(), await invoke(), await invoke(), await invoke()];
    expect(results.filter(({ ok }) => !ok).length).toBeLessThanOrEqual(1);
    expect(results.at(-1)).toEqual({ ok: true, value: null });
    expect((await logged('late')).join('\n')).toContain('late');
  });

  test('have all ended after close, and none is started for the requests that waited', async () => {
    functions = runFunction(PAUSE);
    const results = Promise.all([invoke(), invoke(), invoke()]);
    await until('an instance', () => functions.instances('Only') === 1);
    functions.close();
    expect((await results).map(({ ok }) => ok)).toEqual([false, false, false]);
    expect(functions.instances('Only')).toBe(0);
    expect(await invoke()).toMatchObject({ ok: false });
  });

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const)(
    'end with their owner on %s',
    async (signal) => {
      functions = runFunction(PID);
      const script = join(import.meta.dirname, 'owner.ts');
      const owner = spawn(process.execPath, ['--no-warnings', script]);
      const [pid] = await once(owner.stdout, 'data');
      // By then the instance is frozen, and cannot notice by itself that its owner ends.
      await pause(100);
      owner.kill(signal);
      expect(await once(owner, 'exit')).toEqual([null, signal]);
      expect(await isGone(Number(pid))).toBe(true);
    },
  );
});

test('a handler may be in a folder of its own name, and its log comes line by line', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'step-up-function-'));
  writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}');
  writeFileSync(
    join(folder, 'main.js'),
    'exports.run = async () => { console.log("one\\ntwo"); console.error("three"); };',
  );
  functions = runFunction('', { folder, handler: 'main.run' });
  expect(await invoke()).toEqual({ ok: true, value: null });
  await logged('two');
  await logged('three');
  expect(functions.log.toSorted()).toEqual(['one', 'three', 'two']);
});
