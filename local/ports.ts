/** The ports of the local run. A port that has to be known before its server starts is held until the server takes it over. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Server } from 'node:net';

const LOOPBACK = '127.0.0.1';

/** A port on which nobody else can listen. Connections to it are closed until a server takes it over, by `listen`. */
export interface HeldPort {
  readonly number: number;
  readonly socket: Server;
  /** Gives it up; without effect once a server that took it over has closed it. */
  readonly release: () => void;
}

/** Where a server listens: at the port of this number, 0 for a free one, or at a port that is held for it. */
export type Port = number | HeldPort;

/**
 * Lets a server listen, on loopback if no host is given.
 * @returns the number of its port
 * @throws Error that names the port, when it is taken or cannot be opened
 */
export async function listen(server: Server, port: Port, host: string = LOOPBACK): Promise<number> {
  if (typeof port === 'number') server.listen(port, host);
  else server.listen(port.socket);
  try {
    await once(server, 'listening');
  } catch (cause) {
    const number = typeof port === 'number' ? port : port.number;
    const advice = isTaken(cause) ? 'is taken: choose another one' : 'cannot be opened';
    throw new Error(`port ${number} of ${host} ${advice}`, { cause });
  }
  return portOf(server);
}

function isTaken(cause: unknown): boolean {
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'EADDRINUSE';
}

export type HeldPorts = readonly [gateway: HeldPort, provider: HeldPort, console: HeldPort];

/** Holds three ports in a row for gateway, provider and console; for 0, three free ones. Rejects when one is taken. */
export async function holdPorts(first: number): Promise<HeldPorts> {
  const wanted = first === 0 ? ([0, 0, 0] as const) : ([first, first + 1, first + 2] as const);
  const held: HeldPort[] = [];
  try {
    const hold = async (port: number) => {
      const one = await holdPort(port);
      held.push(one);
      return one;
    };
    return [await hold(wanted[0]), await hold(wanted[1]), await hold(wanted[2])];
  } catch (error) {
    for (const one of held) one.release();
    throw error;
  }
}

async function holdPort(port: number): Promise<HeldPort> {
  const socket = createServer((connection) => connection.destroy());
  try {
    const number = await listen(socket, port);
    return { number, socket, release: () => socket.close() };
  } catch (cause) {
    throw new Error(
      `port ${port} of ${LOOPBACK} is taken (the gateway takes --port, provider and console the next two): choose another --port`,
      { cause },
    );
  }
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
