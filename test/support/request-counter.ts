/** A server of an attacker: it counts the requests of a function that follows a URL in a token. */
import { createServer } from 'node:http';
import { closeServer, listenOnLoopback } from './loopback-server.ts';

export interface RequestCounter {
  readonly url: string;
  readonly requests: () => number;
  readonly close: () => Promise<void>;
}

/** Starts it. It answers every request with `document`, so that the function would accept the answer. */
export async function startRequestCounter(document: object): Promise<RequestCounter> {
  let count = 0;
  const server = createServer((_, response) => {
    count += 1;
    response.end(JSON.stringify(document));
  });
  return {
    url: await listenOnLoopback(server),
    requests: () => count,
    close: () => closeServer(server),
  };
}
