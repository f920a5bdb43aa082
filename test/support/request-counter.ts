/** A server of an attacker's: whoever follows a URL in a token comes here, and is counted. */
import { createServer } from 'node:http';

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
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = address === null || typeof address === 'string' ? 0 : address.port;
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => count,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
