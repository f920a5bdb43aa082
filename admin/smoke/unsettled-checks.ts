/**
 * What nobody has measured on AWS, as far as we know, or users alone have reported. The local gateway answers as the notes
 * say first (docs/local-run.md). Another answer is no failure, as long as it opens nothing.
 */
import * as v from 'valibot';
import { ENDPOINTS } from '../../core/contract.ts';
import type { Check } from './check.ts';
import { expectEqual } from './expect.ts';
import { withEncodedLetter } from './path-checks.ts';
import { call } from './requests.ts';
import type { Route } from './requests.ts';

export function unsettledChecks(base: string, { method, path }: Route): readonly Check[] {
  const at = (other: string) => () => call(base, { method, path: other });
  return [
    reaches('a path with a slash at its end', at(`${path}/`)),
    reaches('a path with two slashes at its end', at(`${path}//`)),
    reaches('a path with two slashes at its start', at(`/${path}`)),
    reaches('a path with slashes in a row further in', at(`${path}//17`)),
    reaches('a path with an encoded letter', at(withEncodedLetter(path, '%'))),
    greedySlashes(base),
    anotherVerb(base, path),
    credentialOnUnknownRoute(base, 'a bearer token', 'Bearer', 'a-token-of-nobody'),
    credentialOnUnknownRoute(base, 'Basic credentials', 'Basic', 'bm9ib2R5OmFueQ=='),
    largeHeaders(base, method, path),
  ];
}

/** Without a credential, the route answers 401, and API Gateway 403 where it has no such route. */
function reaches(what: string, ask: () => Promise<Response>): Check {
  return {
    name: `${what} opens nothing`,
    run: async (note) => {
      const { status } = await ask();
      if (status !== 401) expectEqual('status', status, 403);
      note(status === 401 ? 'it reaches the route' : 'it reaches no route');
    },
  };
}

function greedySlashes(base: string): Check {
  return {
    name: 'slashes in a row before a greedy value are answered',
    run: async (note) => {
      const response = await fetch(`${base}${ENDPOINTS.metadata}//a`);
      if (response.status !== 200) {
        if (response.status !== 404) expectEqual('status', response.status, 403);
        note(response.status === 404 ? 'it reaches the metadata of no path' : 'it reaches no route');
        return;
      }
      const { resource } = v.parse(v.object({ resource: v.string() }), await response.json());
      note(`the value is for ${resource.slice(base.length)}`);
    },
  };
}

/** `ANY` stands for seven verbs. What API Gateway says of another one is not documented. */
function anotherVerb(base: string, path: string): Check {
  return {
    name: 'a verb that API Gateway does not have opens nothing',
    run: async (note) => {
      const { status, headers } = await call(base, { method: 'PROPFIND', path });
      if (status < 400) throw new Error(`status ${status}`);
      note(`status ${status}, ${headers.get('x-amzn-errortype') ?? 'no error type'}`);
    },
  };
}

/** The text of API Gateway had the header in it some years ago: then the body of an answer shows what the caller sent. */
function credentialOnUnknownRoute(base: string, what: string, scheme: string, credential: string): Check {
  return {
    name: `an unknown route with ${what} is a 403`,
    run: async (note) => {
      const headers = { Authorization: `${scheme} ${credential}` };
      const response = await fetch(`${base}/no-such-route`, { headers });
      expectEqual('status', response.status, 403);
      const repeats = (await response.text()).includes(credential)
        ? ', whose body repeats the credential'
        : '';
      const [type, content] = ['x-amzn-errortype', 'content-type'].map((name) => response.headers.get(name));
      note(`${type ?? 'no error type'}, ${content ?? 'no content type'}${repeats}`);
    },
  };
}

/** In bytes: more than API Gateway takes. */
const TOO_LARGE = 11_000;

function largeHeaders(base: string, method: string, path: string): Check {
  return {
    name: 'headers of more than 10,240 bytes are refused',
    run: async (note) => {
      const response = await fetch(`${base}${path}`, {
        method,
        headers: { 'X-Large': 'x'.repeat(TOO_LARGE) },
      });
      if (response.status < 400) throw new Error(`status ${response.status}`);
      note(`status ${response.status}, ${(await response.text()).slice(0, 60)}`);
    },
  };
}
