/** A reverse proxy in front of an API: keeps what came in over the wire, and can change what goes back. */
import { createServer, request as forward } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { closeServer, listenOnLoopback } from '../loopback-server.ts';

/** A request as it came. `path` with the query. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface ProxiedAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface ApiProxyOptions {
  /** What the client gets in the place of an answer. */
  readonly change?: (answer: ProxiedAnswer, url: string) => ProxiedAnswer;
  /** Waits before a request is passed on. */
  readonly hold?: (seen: Seen) => Promise<void>;
}

export interface ApiProxy {
  readonly url: string;
  readonly seen: () => readonly Seen[];
  /** How many answers have gone back. */
  readonly answered: () => number;
  readonly clear: () => void;
  readonly close: () => Promise<void>;
}

/** Starts it in front of the origin of an API; of one that may move, if it is a function. */
export async function startApiProxy(
  origin: string | (() => string),
  options: ApiProxyOptions = {},
): Promise<ApiProxy> {
  const { change = (answer: ProxiedAnswer) => answer, hold = () => Promise.resolve() } = options;
  let seen: Seen[] = [];
  let answered = 0;
  const server = createServer((incoming, response) => {
    const pass = async () => {
      const { method = '', url: path = '', headers } = incoming;
      const one = { method, path, headers, body: await buffer(incoming) };
      seen.push(one);
      await hold(one);
      const answer = await fetchFrom(typeof origin === 'string' ? origin : origin(), one);
      const body = await buffer(answer);
      const changed = change(
        { status: answer.statusCode ?? 502, headers: answer.headers, body: body.toString() },
        url,
      );
      const rest = { ...changed.headers };
      delete rest['content-length'];
      delete rest['transfer-encoding'];
      response.writeHead(changed.status, rest).end(changed.body);
      answered += 1;
    };
    pass().catch((error: unknown) => {
      response.writeHead(502).end(String(error));
    });
  });
  const url = await listenOnLoopback(server);
  return {
    url,
    seen: () => seen,
    answered: () => answered,
    clear: () => {
      seen = [];
      answered = 0;
    },
    close: () => closeServer(server),
  };
}

function fetchFrom(origin: string, { method, path, headers, body }: Seen): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const own = { ...headers, host: new URL(origin).host };
    forward(`${origin}${path}`, { method, headers: own }, resolve).on('error', reject).end(body);
  });
}

/** As a proxy at the API's public address has it: the token endpoint is at the proxy, too. */
export function atTheProxy(origin: string): NonNullable<ApiProxyOptions['change']> {
  return (answer, url) => ({
    ...answer,
    body: answer.body.replace(`"token_endpoint":"${origin}`, `"token_endpoint":"${url}`),
  });
}
