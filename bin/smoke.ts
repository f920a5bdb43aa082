/** `npm run smoke -- URL`: checks on a deployed API what only AWS can show. Exit code 1 when a check fails. */
import { parseArgs } from 'node:util';
import * as v from 'valibot';

const USAGE = `npm run smoke -- URL [options]

  URL              base URL of the API, such as the output ApiUrl
  --route ROUTE    a protected route, without parameters ("GET /accounts")
  --token TOKEN    an access token for it; better in the environment, as ACCESS_TOKEN
  --sensitive ROUTE  a route that asks for more than the token has ("POST /payments")
  --help           this text`;

const METADATA = '/.well-known/oauth-protected-resource';

const refusalSchema = v.object({
  status: v.literal(401),
  error: v.string(),
  acr_values: v.string(),
  max_age: v.string(),
  next: v.string(),
});

interface Route {
  readonly method: string;
  readonly path: string;
}

interface Check {
  readonly name: string;
  /** Throws with what was expected and what came. */
  readonly run: () => Promise<void>;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
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
    console.log(USAGE);
    return values.help ? 0 : 1;
  }
  const base = url.replace(/\/+$/, '');
  const token = values.token ?? process.env.ACCESS_TOKEN;
  const checks = [
    ...withoutToken(base, routeOf(values.route)),
    ...(token === undefined ? [] : withToken(base, routeOf(values.route), routeOf(values.sensitive), token)),
  ];
  let failed = 0;
  for (const { name, run } of checks) failed += (await report(name, run)) ? 0 : 1;
  if (token === undefined) console.log('Not checked: challenges. Give an access token by --token.');
  console.log(failed === 0 ? 'All is as it should be.' : `${failed} of ${checks.length} checks failed.`);
  return failed === 0 ? 0 : 1;
}

async function report(name: string, run: () => Promise<void>): Promise<boolean> {
  try {
    await run();
    console.log(`ok      ${name}`);
    return true;
  } catch (error) {
    console.log(`failed  ${name}: ${inWords(error)}`);
    return false;
  }
}

/** fetch says why it failed in the cause. */
function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} (${inWords(error.cause)})`;
}

function withoutToken(base: string, route: Route): Check[] {
  const metadata = `${base}${METADATA}${route.path}`;
  return [
    {
      name: 'a request without credentials is asked for them, with the quotation marks of the header as they are',
      run: async () => {
        const { header, body } = await refusal(await call(base, route));
        expectEqual('WWW-Authenticate', header, `Bearer resource_metadata="${metadata}"`);
        expectEqual('error and next', [body.error, body.next], ['', 'authenticate']);
      },
    },
    {
      name: 'a forged token is refused',
      run: async () => {
        const { header, body } = await refusal(await call(base, route, 'forged'));
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
    {
      name: 'the exchange answers an empty form with an OAuth error',
      run: async () => {
        const response = await fetch(`${base}/step-up/token`, {
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
      name: 'a route that does not exist is a problem of API Gateway’s own',
      run: async () => {
        const response = await call(base, { method: 'GET', path: '/no-such-route' });
        expectEqual('status', response.status, 403);
        expectMatch('Content-Type', response.headers.get('content-type'), /^application\/problem\+json/);
        v.parse(v.object({ title: v.string(), detail: v.string() }), await response.json());
      },
    },
  ];
}

function withToken(base: string, route: Route, sensitive: Route, token: string): Check[] {
  return [
    {
      name: `the token opens ${route.method} ${route.path}`,
      run: async () => {
        const { status } = await call(base, route, token);
        if (status >= 400)
          throw new Error(`status ${status}: is the token for this API, and is there a policy?`);
      },
    },
    {
      name: `${sensitive.method} ${sensitive.path} answers with a challenge whose header and body say the same`,
      run: async () => {
        const { header, body } = await refusal(await call(base, sensitive, token));
        expectMatch('WWW-Authenticate', header, /^Bearer error="insufficient_user_authentication", /);
        if (body.acr_values !== '') expectMatch('header', header, `acr_values="${body.acr_values}"`);
        if (body.max_age !== '') expectMatch('header', header, `max_age="${body.max_age}"`);
        expectEqual(
          'error and next',
          [body.error, body.next],
          ['insufficient_user_authentication', 'authenticate'],
        );
      },
    },
  ];
}

async function call(base: string, { method, path }: Route, token?: string): Promise<Response> {
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  return fetch(`${base}${path}`, { method, headers });
}

/** A refusal of the authorizer: 401, a problem in JSON, and the header under its own name. */
async function refusal(response: Response) {
  expectEqual('status', response.status, 401);
  expectMatch('Content-Type', response.headers.get('content-type'), /^application\/problem\+json/);
  const text = await response.text();
  const body = v.safeParse(v.pipe(v.string(), v.parseJson(), refusalSchema), text);
  if (!body.success) throw new Error(`the body is no refusal of ours: ${text.slice(0, 300)}`);
  return { header: response.headers.get('www-authenticate') ?? '', body: body.output };
}

function routeOf(text: string): Route {
  const [method = '', path = '', ...others] = text.split(' ');
  if (!/^[A-Z]+$/.test(method) || !path.startsWith('/') || others.length > 0)
    throw new Error(`"${text}" is no route: expected a method and a path, such as "GET /accounts"`);
  return { method, path };
}

function expectEqual(what: string, actual: unknown, expected: unknown): void {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (got !== wanted) throw new Error(`${what} is ${got} instead of ${wanted}`);
}

function expectMatch(what: string, actual: string | null, expected: RegExp | string): void {
  const matches = typeof expected === 'string' ? actual?.includes(expected) : expected.test(actual ?? '');
  if (matches !== true)
    throw new Error(`${what} is ${JSON.stringify(actual)}, which lacks ${String(expected)}`);
}
