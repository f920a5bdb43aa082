/** One HTTP request with its headers exactly as they are given, also twice under the same name, or another Host. */
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { jsonOrUndefined } from './json-or-undefined.ts';

export type HeaderPairs = readonly (readonly [name: string, value: string])[];

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** `WWW-Authenticate`, empty where there is none. */
  readonly challenge: string;
  /** As text, and as the JSON that it holds, if it does. */
  readonly text: string;
  readonly body: unknown;
}

/** Sends it over a connection of its own. */
export async function send(
  method: string,
  url: string,
  headers: HeaderPairs = [],
  body = '',
): Promise<HttpAnswer> {
  const own = body === '' ? [] : ['Content-Length', String(Buffer.byteLength(body))];
  const host = headers.some(([name]) => name === 'Host') ? [] : ['Host', new URL(url).host];
  const all = [...host, ...headers.flat(), ...own];
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, agent: false, headers: all }, (response) => {
      text(response).then((content) => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          challenge: response.headers['www-authenticate'] ?? '',
          text: content,
          body: jsonOrUndefined(content),
        });
      }, reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
