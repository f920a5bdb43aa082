/** Server-sent events (HTML standard): what was decided lately, and then what is. */
import type { ServerResponse } from 'node:http';
import type { Decisions } from './decisions.ts';
import { RequestError } from './http.ts';

/** A comment now and then, so that an event stream whose page is gone is noticed; in milliseconds. */
const HEARTBEAT = 15_000;

/** A browser opens six to one server at the most: this is some browsers with as many tabs as they can have. */
const MOST_STREAMS = 32;

/** Bytes that wait for a page which does not read. It comes back by itself, and begins with what was decided lately. */
const MOST_WAITING = 4_000_000;

/** Returns what answers a request with a stream. It throws a RequestError when there are too many. */
export function createEventStreams(decisions: Decisions): (response: ServerResponse) => void {
  let open = 0;
  return (response) => {
    if (open >= MOST_STREAMS)
      throw new RequestError(503, `${MOST_STREAMS} pages follow the decisions already: close some`);
    open += 1;
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    const write = (text: string) => {
      response.write(text);
      if (response.writableLength > MOST_WAITING) response.destroy();
    };
    const send = (event: unknown) => {
      write(`data: ${JSON.stringify(event)}\n\n`);
    };
    // At once, also where nothing was decided yet: the page learns from it that it is connected.
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
