/** A request to the local gateway under a host name of one's choice: fetch lets nobody choose it. */
import { request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface HostRequest {
  /** Base URL of the gateway; of its path, nothing is used. */
  readonly gateway: string;
  readonly host: string;
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HostAnswer {
  readonly status: number;
  readonly challenge: string;
  readonly body: string;
}

export function requestToHost({ gateway, host, path, headers, ...given }: HostRequest): Promise<HostAnswer> {
  const { hostname, port } = new URL(gateway);
  const { method = 'GET', body } = given;
  const { promise, resolve, reject } = Promise.withResolvers<HostAnswer>();
  request({ hostname, port, path, method, headers: { ...headers, host } }, (response) => {
    text(response).then((received) => {
      const { statusCode = 0, headers: answered } = response;
      resolve({ status: statusCode, challenge: answered['www-authenticate'] ?? '', body: received });
    }, reject);
  })
    .on('error', reject)
    .end(body);
  return promise;
}
