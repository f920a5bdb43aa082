/** The flags of `npm run smoke`. */
import { parseArgs } from 'node:util';
import type { Target } from '../../admin/smoke/checks.ts';
import type { Route } from '../../admin/smoke/requests.ts';

export const USAGE = `npm run smoke -- URL [options]

  URL              base URL of the API, such as the output ApiUrl
  --route ROUTE    a protected route, without parameters ("GET /accounts")
  --token TOKEN    an access token for it; better in the environment, as ACCESS_TOKEN
  --sensitive ROUTE  a route that asks for more than the token has ("POST /payments")
  --help           this text`;

/** `target` is undefined where the usage is to be shown: it was asked for (`help`), or the URL is missing. */
export interface Flags {
  readonly help: boolean;
  readonly target: Target | undefined;
}

/** Throws for a flag that does not exist, and for a text that is not a route. */
export function readFlags(args: readonly string[], environment: NodeJS.ProcessEnv): Flags {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      route: { type: 'string', default: 'GET /accounts' },
      token: { type: 'string' },
      sensitive: { type: 'string', default: 'POST /payments' },
      help: { type: 'boolean', default: false },
    },
  });
  const [url, ...others] = positionals;
  if (values.help || url === undefined || others.length > 0 || !URL.canParse(url)) {
    return { help: values.help, target: undefined };
  }
  const token = values.token ?? environment.ACCESS_TOKEN;
  return {
    help: false,
    target: {
      base: url.replace(/\/+$/, ''),
      route: routeOf(values.route),
      withToken: token === undefined ? undefined : { token, sensitive: routeOf(values.sensitive) },
    },
  };
}

function routeOf(text: string): Route {
  const [method = '', path = '', ...others] = text.split(' ');
  if (!/^[A-Z]+$/.test(method) || !path.startsWith('/') || others.length > 0)
    throw new Error(`"${text}" is no route: expected a method and a path, such as "GET /accounts"`);
  return { method, path };
}
