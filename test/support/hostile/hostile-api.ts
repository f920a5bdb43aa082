/** An API that answers as a test wants, and a caller of it by the client library. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { stepUpFetch } from '../../../client/index.ts';
import type { StepUpFetchOptions } from '../../../client/index.ts';
import { closeServer, listenOnLoopback } from '../loopback-server.ts';

/** `count`: how many requests have come, with this one. */
export type ApiAnswer = (response: ServerResponse, request: IncomingMessage, count: number) => void;

const closing: (() => Promise<void>)[] = [];

/** For `afterEach`. */
export async function closeApis(): Promise<void> {
  for (const close of closing.splice(0)) await close();
}

/** An API that answers like this, and a caller of it. {@link closeApis} stops it. */
export async function startApi(answer: ApiAnswer, options: Partial<StepUpFetchOptions> = {}) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    seen.push(`${method} ${url} ${headers.authorization}`);
    answer(response, request, seen.length);
  });
  const url = await listenOnLoopback(server);
  closing.push(() => closeServer(server));
  let signIns = 0;
  const fetch = stepUpFetch({
    api: url,
    token: () => 'session',
    signIn: () => Promise.resolve(`elevated-${(signIns += 1)}`),
    ...options,
  });
  return { url, fetch, seen, signIns: () => signIns };
}
