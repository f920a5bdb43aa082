/** The ports of the local run, known before anything starts: the template has the gateway's in it. */
import { createServer } from 'node:net';

/** The gateway's port and the provider's, which is the next one; 0: two that are free. Rejects when one is taken. */
export async function choosePorts(port: number): Promise<[gateway: number, provider: number]> {
  const wanted = port === 0 ? [0, 0] : [port, port + 1];
  const held = await Promise.allSettled(wanted.map(hold));
  for (const one of held) if (one.status === 'fulfilled') one.value.release();
  const [gateway = 0, provider = 0] = held.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value.port;
  });
  return [gateway, provider];
}

function hold(port: number): Promise<{ port: number; release: () => void }> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new Error(
          `port ${port} of 127.0.0.1 is taken (the gateway takes --port, the provider the next one): choose another --port`,
          { cause },
        ),
      );
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const taken = address === null || typeof address === 'string' ? port : address.port;
      resolve({ port: taken, release: () => server.close() });
    });
  });
}
