/** A connection between the functions and DynamoDB that can be cut, to show what happens when the tables cannot be reached. */
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { listen } from '../ports.ts';

export interface TableSwitch {
  /** The endpoint that the functions use for DynamoDB. */
  readonly endpoint: string;
  readonly reachable: () => boolean;
  /** `false` cuts the open connections and refuses new ones; `true` lets connections through again. */
  readonly set: (reachable: boolean) => void;
  readonly close: () => Promise<void>;
}

/** Passes bytes on to `target`, an http URL. */
export async function startTableSwitch(target: string): Promise<TableSwitch> {
  const { hostname, port, protocol } = new URL(target);
  if (protocol !== 'http:') throw new Error(`${target} cannot be passed on: only http is`);
  const sockets = new Set<Socket>();
  let reachable = true;

  const server = createServer((near) => {
    if (!reachable) {
      near.destroy();
      return;
    }
    const far = connect(Number(port === '' ? 80 : port), hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  const endpoint = `http://127.0.0.1:${await listen(server, 0)}`;
  return {
    endpoint,
    reachable: () => reachable,
    set: (wanted) => {
      reachable = wanted;
      if (!wanted) cut();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        cut();
      }),
  };
}
