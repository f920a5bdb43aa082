/** What is checked on a deployed API: what only AWS can show. */
import * as v from 'valibot';
import { metadataUrl, tokenEndpoint } from '../../core/answer/urls.ts';
import type { Check } from './check.ts';
import { expectEqual, expectMatch } from './expect.ts';
import { parameterCheck, sentPathCheck } from './path-checks.ts';
import { call, readRefusal } from './requests.ts';
import type { Route } from './requests.ts';
import { unsettledChecks } from './unsettled-checks.ts';

/** The API, and what the caller has for it. */
export interface Target {
  /** Base URL, without a slash at the end. */
  readonly base: string;
  /** A protected route without parameters. */
  readonly route: Route;
  /** Without a token, no challenge can be checked. */
  readonly withToken: WithToken | undefined;
}

interface WithToken {
  /** An access token that opens the route. */
  readonly token: string;
  /** A route that asks for more than the token has. */
  readonly sensitive: Route;
}

/** The checks, in the order to run them in. */
export function checksOf({ base, route, withToken }: Target): readonly Check[] {
  return [
    ...openChecks(base, route),
    ...unsettledChecks(base, route),
    ...(withToken === undefined ? [] : challengeChecks(base, route, withToken)),
  ];
}

function openChecks(base: string, route: Route): readonly Check[] {
  const metadata = metadataUrl(base, route.path) ?? '';
  return [
    {
      name: 'a request without credentials is asked for them, and the quotation marks in the header are not escaped',
      run: async () => {
        const { header, body } = await readRefusal(await call(base, route));
        expectEqual('WWW-Authenticate', header, `Bearer resource_metadata="${metadata}"`);
        expectEqual('error and next', [body.error, body.next], ['', 'authenticate']);
      },
    },
    {
      name: 'a forged token is refused',
      run: async () => {
        const { header, body } = await readRefusal(await call(base, route, 'forged'));
        expectMatch('WWW-Authenticate', header, /^Bearer error="invalid_token", error_description="[^"]+"/);
        expectEqual('error', body.error, 'invalid_token');
      },
    },
    {
      name: 'the metadata names the resource for which it was asked (RFC 9728 §3.3)',
      run: async () => {
        const response = await fetch(metadata);
        expectEqual('status', response.status, 200);
        const { resource } = v.parse(v.object({ resource: v.string() }), await response.json());
        expectEqual('resource', resource, `${base}${route.path}`);
      },
    },
    sentPathCheck(base, route),
    {
      name: 'the exchange answers an empty form with an OAuth error',
      run: async () => {
        const response = await fetch(tokenEndpoint(base), {
          method: 'POST',
          body: new URLSearchParams(),
        });
        expectEqual('status', response.status, 400);
        expectEqual('Cache-Control', response.headers.get('cache-control'), 'no-store');
        const { error } = v.parse(v.object({ error: v.string() }), await response.json());
        expectEqual('error', error, 'invalid_request');
      },
    },
    {
      name: 'a route that does not exist is answered by API Gateway itself, with problem details (RFC 9457)',
      run: async () => {
        const response = await call(base, { method: 'GET', path: '/no-such-route' });
        expectEqual('status', response.status, 403);
        expectMatch('Content-Type', response.headers.get('content-type'), /^application\/problem\+json/);
        const problem = v.object({
          type: v.literal('about:blank'),
          title: v.literal('Forbidden'),
          detail: v.string(),
        });
        v.parse(problem, await response.json());
      },
    },
  ];
}

/** RFC 9470's, or Entra ID's. */
const CHALLENGE = /^Bearer error="insufficient_(?:user_authentication|claims)", /;

function challengeChecks(base: string, route: Route, { token, sensitive }: WithToken): readonly Check[] {
  return [
    {
      name: `the token opens ${route.method} ${route.path}`,
      run: async () => {
        const { status } = await call(base, route, token);
        if (status >= 400)
          throw new Error(`status ${status}: is the token for this API, and is there a policy?`);
      },
    },
    parameterCheck(base, route, token),
    {
      name: `${sensitive.method} ${sensitive.path} answers with a challenge whose header and body say the same`,
      run: async () => {
        const { header, body } = await readRefusal(await call(base, sensitive, token));
        expectMatch('WWW-Authenticate', header, CHALLENGE);
        if (body.claims !== '') expectMatch('header', header, `claims="${body.claims}"`);
        if (body.acr_values !== '') expectMatch('header', header, `acr_values="${body.acr_values}"`);
        if (body.max_age !== '') expectMatch('header', header, `max_age="${body.max_age}"`);
        expectMatch('header', header, `error="${body.error}"`);
        expectEqual('next', body.next, 'authenticate');
      },
    },
  ];
}
