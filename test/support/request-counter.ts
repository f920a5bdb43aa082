/** A server of an attacker's: whoever follows a URL in a token comes here, and is counted. */
import { createServer } from 'node:http';
import { closeServer, listenOnLoopback } from './loopback-server.ts';

export interface RequestCounter {
  readonly url: string;
  readonly requests: () => number;
  readonly close: () => Promise<void>;
}

/** Starts it. It answers every request with `document`, so that whoever comes may well be content. */
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
