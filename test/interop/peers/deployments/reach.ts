/** Requests to an API by its own URL, whose host no name server knows here. */
import { send } from '../../../support/send.ts';
import type { HeaderPairs, HttpAnswer } from '../../../support/send.ts';

export type Reach = (
  method: string,
  url: string,
  headers?: HeaderPairs,
  body?: string,
) => Promise<HttpAnswer>;

/** Sends requests to MiniStack in place of the host of their URL: of API Gateway, or a custom domain. */
export function reachBy(endpoint: string): Reach {
  return (method, url, headers = [], body = '') => {
    const { hostname, pathname, search } = new URL(url);
    const api = /^(\w+)\.execute-api\./.exec(hostname)?.[1];
    return api === undefined
      ? send(method, `${endpoint}${pathname}${search}`, [['Host', hostname], ...headers], body)
      : send(method, `${endpoint}/_aws/execute-api/${api}${pathname}${search}`, headers, body);
  };
}
