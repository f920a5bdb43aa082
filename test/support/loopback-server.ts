/** Servers of the tests: on 127.0.0.1, so that no other machine reaches them. */
import type { Server } from 'node:http';
import { Server as SecureServer } from 'node:https';
import { listen } from '../../local/ports.ts';

/** Lets a server listen on a free port, or on this one. @returns its URL, without a path */
export async function listenOnLoopback(server: Server | SecureServer, port = 0): Promise<string> {
  const scheme = server instanceof SecureServer ? 'https' : 'http';
  return `${scheme}://127.0.0.1:${await listen(server, port)}`;
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
