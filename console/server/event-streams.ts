/** Server-sent events (HTML standard): the recent decisions, and then each new one. */
import type { ServerResponse } from 'node:http';
import type { Decisions } from './decisions.ts';
import { RequestError } from './http.ts';

/** The interval of comments, which show that the page of a stream has gone; in milliseconds. */
const HEARTBEAT = 15_000;

/** A browser opens at most six to one server: this is enough for some browsers with many tabs. */
const MOST_STREAMS = 32;

/** Bytes that may wait for a page that does not read. Above it the stream is closed; the browser opens it again by itself. */
const MOST_WAITING = 4_000_000;

/** Returns a function that answers a request with a stream. It throws a RequestError when there are too many. */
export function createEventStreams(decisions: Decisions): (response: ServerResponse) => void {
  let open = 0;
  return (response) => {
    if (open >= MOST_STREAMS)
      throw new RequestError(
        'too_many_pages',
        `${MOST_STREAMS} pages follow the decisions already: close some`,
      );
    open += 1;
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    const write = (text: string) => {
      response.write(text);
      if (response.writableLength > MOST_WAITING) response.destroy();
    };
    const send = (event: unknown) => {
      write(`data: ${JSON.stringify(event)}\n\n`);
    };
    // Sent at once, even without any decision yet: it shows the page that it is connected.
    write(':\n\n');
    for (const event of decisions.recent()) send(event);
    const stop = decisions.listen(send);
    const heartbeat = setInterval(() => {
      write(':\n\n');
    }, HEARTBEAT);
    response.on('close', () => {
      open -= 1;
      stop();
      clearInterval(heartbeat);
    });
  };
}
