/** A port that is kept from all who ask the system for a free one, though nobody listens on it. */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { listen } from '../../local/ports.ts';

export interface ReservedPort {
  readonly number: number;
  readonly release: () => void;
}

/**
 * Reserves a free port: for a server that comes and goes, or for nobody. It is the local end of a connection to ourselves: the
 * system gives it to nobody else, but lets a program listen on it that sets SO_REUSEADDR, as Node.js does.
 */
export async function reservePort(): Promise<ReservedPort> {
  const anchor = createServer((far) => far.on('error', () => undefined).unref());
  const near = connect({ port: await listen(anchor, 0), host: '127.0.0.1', localAddress: '127.0.0.1' });
  const release = () => {
    near.destroy();
    anchor.close();
  };
  try {
    await once(near, 'connect');
  } catch (error) {
    release();
    throw error;
  }
  // The reservation alone does not keep this process running.
  near.on('error', () => undefined).unref();
  anchor.unref();
  return { number: near.localPort ?? 0, release };
}
