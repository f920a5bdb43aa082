/** The ports of the local run, chosen before any part starts: the template contains the gateway's port. */
import { createServer } from 'node:net';

/** Three ports in a row for gateway, provider and console; for 0, three free ports. Rejects when one is taken. */
export async function choosePorts(
  port: number,
): Promise<[gateway: number, provider: number, console: number]> {
  const wanted = port === 0 ? [0, 0, 0] : [port, port + 1, port + 2];
  const held = await Promise.allSettled(wanted.map(hold));
  for (const one of held) if (one.status === 'fulfilled') one.value.release();
  const [gateway = 0, provider = 0, page = 0] = held.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value.port;
  });
  return [gateway, provider, page];
}

function hold(port: number): Promise<{ port: number; release: () => void }> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new Error(
          `port ${port} of 127.0.0.1 is taken (the gateway takes --port, provider and console the next two): choose another --port`,
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
