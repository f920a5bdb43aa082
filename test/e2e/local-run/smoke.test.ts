/** The smoke test of a deployment, run here against the local gateway, and against APIs that differ from it. */
import { createServer } from 'node:http';
import { closeServer, listenOnLoopback } from '../../support/loopback-server.ts';
import { smoke } from '../../support/smoke.ts';
import { startStack } from '../../support/stacks/stack.ts';
import type { TestStack } from '../../support/stacks/stack.ts';

let stack: TestStack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());

test('passes, with a token and without', async () => {
  const without = await smoke(`${stack.apiUrl}/`);
  expect(without).toMatchObject({ code: 0, output: expect.stringContaining('Give an access token') });
  const { accessToken } = await stack.signIn();
  const { code, output } = await smoke(stack.apiUrl, '--token', accessToken);
  expect({ code, failed: output.match(/^failed.*$/gm) }).toEqual({ code: 0, failed: null });
  expect(output.match(/^ok /gm)).toHaveLength(19);
  expect(output).toContain('an encoded path parameter is read: API Gateway hands it over as it was sent');
});

test('asks what nobody has measured on AWS, and notes how the API answers', async () => {
  const { output } = await smoke(stack.apiUrl);
  for (const line of [
    'a path with a slash at its end opens nothing: it reaches the route',
    'a path with two slashes at its end opens nothing: it reaches the route',
    'a path with two slashes at its start opens nothing: it reaches the route',
    'a path with slashes in a row further in opens nothing: it reaches no route',
    'a path with an encoded letter opens nothing: it reaches the route',
    'a verb that API Gateway does not have opens nothing: status 403, MissingAuthenticationTokenException',
    'an unknown route with Basic credentials is a 403: IncompleteSignatureException, application/problem+json',
    'slashes in a row before a greedy value are answered: the value is for //a',
    'an unknown route with a bearer token is a 403: IncompleteSignatureException, application/problem+json',
    'headers of more than 10,240 bytes are refused: status 413, HTTP header is larger than 10240 bytes.',
  ])
    expect(output).toContain(`ok      ${line}`);
});

describe('of an API that', () => {
  /** Forwards requests to the gateway, and applies `change` to the answers, `pathFor` to the paths. */
  async function through(
    change: (header: string, body: string) => [name: string, header: string, body: string],
    pathFor: (path: string) => string = (path) => path,
    ...args: string[]
  ) {
    const server = createServer((request, response) => {
      void fetch(`${new URL(stack.apiUrl).origin}${pathFor(request.url ?? '')}`, {
        method: request.method ?? 'GET',
        headers: {
          ...(request.headers.authorization === undefined
            ? {}
            : { authorization: request.headers.authorization }),
        },
      }).then(async (answer) => {
        const challenge = answer.headers.get('www-authenticate');
        const [name, header, body] = change(challenge ?? '', await answer.text());
        response.writeHead(answer.status, {
          'content-type': answer.headers.get('content-type') ?? '',
          ...(challenge === null ? {} : { [name]: header }),
        });
        response.end(body);
      });
    });
    const result = await smoke(`${await listenOnLoopback(server)}/v1`, ...args);
    await closeServer(server);
    return result;
  }

  test.each<[string, Parameters<typeof through>[0], RegExp]>([
    [
      'renames the header',
      (header, body) => ['x-amzn-remapped-www-authenticate', header, body],
      /failed {2}a request without credentials.*WWW-Authenticate is ""/,
    ],
    [
      'escapes the quotation marks',
      (header, body) => ['www-authenticate', header.replaceAll('"', '\\"'), body],
      /failed {2}a request without credentials.*instead of "Bearer resource_metadata/,
    ],
    [
      'breaks the body',
      (header, body) => ['www-authenticate', header, body.replace('"error":""', '"error":')],
      /failed {2}a request without credentials.*no refusal of ours/,
    ],
  ])('%s, it says so', async (_, change, message) => {
    const { code, output } = await through(change);
    expect(code).toBe(1);
    expect(output).toMatch(message);
  });

  test('repeats the token on an unknown route, it says so, which is no failure', async () => {
    const { output } = await through((header, body) => [
      'www-authenticate',
      header,
      body.replace('Invalid key', 'a-token-of-nobody'),
    ]);
    expect(output).toMatch(
      /ok .* an unknown route with a bearer token is a 403: .*, whose body repeats the credential/,
    );
  });

  const unchanged: Parameters<typeof through>[0] = (header, body) => ['www-authenticate', header, body];

  test('decodes the path, it says so', async () => {
    const { code, output } = await through(unchanged, decodeURIComponent);
    expect(code).toBe(1);
    expect(output).toMatch(/failed {2}a path arrives as it was sent.*a,b" instead of ".*a%2Cb"/);
  });

  test('decodes path parameters, it says so, which is no failure', async () => {
    const { accessToken } = await stack.signIn();
    const decodedOnce = (path: string) =>
      path.includes('/requirements/') ? path.replaceAll('%25', '%') : path;
    const { output } = await through(unchanged, decodedOnce, '--token', accessToken);
    expect(output).toMatch(/ok .* is read: API Gateway decodes it/);
  });
});

test('prints its usage when the URL is missing', async () => {
  expect(await smoke()).toMatchObject({ code: 1, output: expect.stringContaining('npm run smoke -- URL') });
  expect(await smoke('--help')).toMatchObject({ code: 0 });
});
