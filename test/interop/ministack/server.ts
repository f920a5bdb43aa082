/** MiniStack, an open emulator of AWS, with the bridges to AWS that it lacks (bridges.py). */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { reservePort } from '../../support/reserved-port.ts';
import { newOutdir } from '../../support/stacks/synth.ts';
import { until } from '../../support/time/until.ts';
import { endGroup, lastLines, start } from '../command.ts';
import type { Command } from '../command.ts';
import { commandsOf, installPython } from '../python.ts';
import type { Step } from '../peer.ts';

export const MINISTACK = { name: 'ministack', version: '1.5.33' } as const;

export interface MiniStack {
  readonly url: string;
  /** The last lines that it has written. */
  readonly said: () => string;
  readonly stop: () => Promise<void>;
}

export function installMiniStack(step: Step): Promise<void> {
  return installPython({ ...MINISTACK, constraints: join(import.meta.dirname, 'constraints.txt') }, step);
}

/**
 * Starts it on a port of loopback. It keeps nothing, and runs functions as processes of this Node.js, without Docker. With
 * `iam`, each request needs a signature and the right to do what it asks.
 */
export async function startMiniStack({ home, signal }: Step, { iam }: { iam: boolean }): Promise<MiniStack> {
  const port = await reservePort();
  const child = start(
    join(commandsOf(MINISTACK, home), 'python'),
    [join(import.meta.dirname, 'bridges.py')],
    {
      signal,
      env: {
        AUTH: String(iam),
        GATEWAY_PORT: String(port.number),
        BIND_HOST: '127.0.0.1',
        LOG_LEVEL: 'WARNING',
        TMPDIR: folderOfFunctions(),
        PATH: [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter),
      },
    },
  );
  const url = `http://127.0.0.1:${port.number}`;
  const said = collected(child);
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'close');
      endGroup(child, 'SIGKILL');
      await ended;
    }
    port.release();
  };
  try {
    await untilHealthy(child, url, said);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, said, stop };
}

/** It unpacks functions there. The package.json above, which is of this repository, is not for them. */
function folderOfFunctions(): string {
  const folder = newOutdir();
  writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}');
  return folder;
}

/** Reads what it writes, which it would wait to get rid of, and keeps the end. */
function collected(child: Command): () => string {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-20_000);
    });
  }
  return () => lastLines(said);
}

async function untilHealthy(child: Command, url: string, said: () => string): Promise<void> {
  await until('MiniStack answers', async () => {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`MiniStack has ended: ${said()}`);
    return fetch(`${url}/_ministack/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  });
}
