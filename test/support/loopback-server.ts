/** Servers of the tests: on 127.0.0.1, so that no other machine reaches them. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { Server as SecureServer } from 'node:https';

/** Lets a server listen on a free port, or on this one. @returns its URL, without a path */
export async function listenOnLoopback(server: Server | SecureServer, port = 0): Promise<string> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `${server instanceof SecureServer ? 'https' : 'http'}://127.0.0.1:${address.port}`;
}

/** Closes it with its connections, also those that a client keeps for its next request. */
export function closeServer(server: Server | SecureServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
