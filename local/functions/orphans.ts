/** Ends instances whose owner was killed (SIGKILL, out of memory): a frozen process cannot notice that by itself. */
import { spawn } from 'node:child_process';

export interface OrphanWatch {
  /** Ends the process of this id when this process has ended. It has to end by itself when its IPC channel is closed. */
  readonly add: (pid: number) => void;
  readonly close: () => void;
}

/**
 * Reads process ids until the other end of the pipe is closed, which the system does when the owner ends, however it ends.
 * SIGCONT wakes the instances, and each sees that its channel is closed. A process that has the id of one by then goes on.
 */
const SCRIPT = `trap '' HUP INT TERM; while read -r pid; do pids="$pids $pid"; done; kill -CONT $pids`;

/** Starts a small process beside this one, which outlives it for a moment. It does not keep this process running. */
export function watchForOrphans(): OrphanWatch {
  const watch = spawn('/bin/sh', ['-c', SCRIPT], { env: {}, stdio: ['pipe', 'ignore', 'ignore'] });
  // Without the watch the instances work all the same; after a SIGKILL they would stay.
  watch.on('error', () => undefined);
  watch.stdin.on('error', () => undefined);
  watch.unref();
  return {
    add: (pid) => watch.stdin.write(`${pid}\n`),
    close: () => watch.kill('SIGKILL'),
  };
}
