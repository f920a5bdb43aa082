/*
 * The time of a test, in this process and in those that it starts. Preloaded by `node --require`, or installed by
 * moved-time.ts. TIME_FILE names a file with what the test has set:
 *   ahead     how many milliseconds the clock is ahead
 *   stopped   where the clock stands still, in milliseconds since 1970, or null
 *   patience  how many times longer limits are. A busy machine must not end a request that is to succeed, and a test
 *             that waits for a limit has it short.
 */
const childProcess = require('node:child_process');
const { readFileSync } = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const timers = require('node:timers');
const { promisify } = require('node:util');

/** A timer of at least as many milliseconds is a limit. A shorter one is a pause, such as that before a retry; so is each of timers/promises. */
const LIMIT = 250;

/** Leads from what stands in the place of something to the real one: all test files of a worker share the modules of Node.js. */
const REAL = Symbol.for('step-up-authorizer: the real one');

/**
 * Puts the clock of this file into the process, and its limits if so told. Returns how to take them out again.
 * `shortest` is the least patience that counts here.
 */
function install(file, { limits, shortest = 0 }) {
  const read = () => JSON.parse(readFileSync(file, 'utf8'));
  const patience = () => Math.max(shortest, read().patience);
  const restores = [
    replace(globalThis, 'Date', (RealDate) => movedDate(RealDate, read)),
    replace(childProcess, 'spawn', (spawn) => inheriting(spawn, file)),
    replace(childProcess, 'execFile', (execFile) => inheriting(execFile, file)),
    ...(limits ? replaceTimers(patience) : []),
  ];
  syncBuiltinESMExports();
  return () => {
    for (const restore of restores) restore();
    syncBuiltinESMExports();
  };
}

function replaceTimers(patience) {
  return [
    replace(globalThis, 'setTimeout', (real) => patient(real, patience)),
    replace(timers, 'setTimeout', (real) => patient(real, patience)),
    replace(AbortSignal, 'timeout', () => abortAfter),
  ];
}

/** Puts the real ones back where a test file that failed has left others. Date is of each file alone. */
function takeOutLeftovers() {
  for (const [owner, name] of [
    [childProcess, 'spawn'],
    [childProcess, 'execFile'],
    [timers, 'setTimeout'],
    [AbortSignal, 'timeout'],
  ])
    owner[name] = owner[name][REAL] ?? owner[name];
  syncBuiltinESMExports();
}

function replace(owner, name, make) {
  const real = owner[name];
  owner[name] = make(real);
  if (name !== 'Date') owner[name][REAL] = real;
  return () => {
    owner[name] = real;
  };
}

function movedDate(RealDate, read) {
  const realNow = RealDate.now;
  const now = () => {
    const { ahead, stopped } = read();
    return stopped ?? realNow() + ahead;
  };
  // Not a class of its own: libraries that were loaded before compare the constructor of a date with the real one.
  return new Proxy(RealDate, {
    construct: (_, given) => (given.length === 0 ? new RealDate(now()) : new RealDate(...given)),
    // A test may set another `now`, for its own process alone.
    get: (target, name) => (name === 'now' && target.now === realNow ? now : Reflect.get(target, name)),
  });
}

function patient(real, patience) {
  const setTimeout = (callback, delay, ...rest) =>
    real(callback, delay >= LIMIT ? delay * patience() : delay, ...rest);
  return Object.assign(setTimeout, { [promisify.custom]: real[promisify.custom] });
}

/** As AbortSignal.timeout, whose own timers cannot be lengthened. */
function abortAfter(delay) {
  const controller = new AbortController();
  const reason = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
  setTimeout(() => controller.abort(reason), delay).unref();
  return controller.signal;
}

/** A process that is started gets the time too, also one whose environment has nothing of ours. */
function inheriting(start, file) {
  const withTime = (...given) => {
    const at = given.findIndex((one) => typeof one === 'object' && one !== null && !Array.isArray(one));
    const options = at === -1 ? {} : given[at];
    const timed = { ...options, env: { ...(options.env ?? process.env), ...environmentOf(file) } };
    // Without options, they come before the callback.
    const callback = given.findIndex((one) => typeof one === 'function');
    const place = at !== -1 ? at : callback === -1 ? given.length : callback;
    return start(...given.toSpliced(place, at === -1 ? 0 : 1, timed));
  };
  const promised = start[promisify.custom];
  return promised === undefined || promised === start
    ? withTime
    : Object.assign(withTime, { [promisify.custom]: inheriting(promised, file) });
}

function environmentOf(file) {
  const { NODE_COMPILE_CACHE, NODE_OPTIONS = '' } = process.env;
  const preload = `--require=${JSON.stringify(__filename)}`;
  return {
    NODE_OPTIONS: NODE_OPTIONS.includes(preload) ? NODE_OPTIONS : `${NODE_OPTIONS} ${preload}`.trim(),
    TIME_FILE: file,
    ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }),
  };
}

// The process of the tests itself has no TIME_FILE: there, moved-time.ts installs it and takes it out.
if (process.env.TIME_FILE !== undefined) {
  install(process.env.TIME_FILE, { limits: true });
  // Here it comes before all libraries, some of which compare the constructor of a date with Date.
  Date.prototype.constructor = Date;
}

module.exports = { install, environmentOf, takeOutLeftovers };
