/** A local stack with the client library before it, and a proxy between that sees every request. */
import { stepUpFetch } from '../../../client/index.ts';
import type { StepUpChallenge, StepUpFetch, StepUpFetchOptions } from '../../../client/index.ts';
import { CookieJar } from '../../../local/sign-in.ts';
import { atTheProxy, startApiProxy } from './api-proxy.ts';
import type { ApiProxy, ApiProxyOptions } from './api-proxy.ts';
import { startStack } from './stack.ts';
import type { StackOptions, TestStack } from './stack.ts';

/** A user with an ordinary session, and an application that calls the API with the client library. */
export interface Caller {
  readonly fetch: StepUpFetch;
  /** What happened, in order: `token`, `sign-in`, and the requests to the API. */
  readonly events: string[];
  /** What the user was asked for at each sign-in. */
  readonly signIns: StepUpChallenge[];
}

export interface ClientStack extends TestStack {
  readonly proxy: ApiProxy;
  /** The URL of a path of the API, at the proxy. */
  readonly at: (path: string) => string;
  readonly caller: (options?: Partial<StepUpFetchOptions>) => Caller;
  readonly ordinary: string;
}

export async function startClientStack({
  configFile,
  ...options
}: ApiProxyOptions & Pick<StackOptions, 'configFile'> = {}): Promise<ClientStack> {
  const stack = await startStack(configFile === undefined ? {} : { configFile });
  const { origin, pathname } = new URL(stack.apiUrl);
  const proxy = await startApiProxy(origin, { change: atTheProxy(origin), ...options });
  const { accessToken: ordinary } = await stack.signIn();
  return {
    ...stack,
    proxy,
    ordinary,
    at: (path) => `${proxy.url}${pathname}${path}`,
    caller: (own) => createCaller(stack, proxy, ordinary, own),
    close: async () => {
      await proxy.close();
      await stack.close();
    },
  };
}

function createCaller(
  stack: TestStack,
  proxy: ApiProxy,
  ordinary: string,
  options: Partial<StepUpFetchOptions> = {},
): Caller {
  const events: string[] = [];
  const signIns: StepUpChallenge[] = [];
  const cookies = new CookieJar();
  const { token = () => ordinary, signIn, ...others } = options;
  return {
    events,
    signIns,
    fetch: stepUpFetch({
      api: proxy.url,
      token: () => {
        events.push('token');
        return token();
      },
      signIn: async (challenge, signal) => {
        events.push('sign-in');
        signIns.push(challenge);
        if (signIn !== undefined) return signIn(challenge, signal);
        return (await stack.signIn({ challenge, cookies })).accessToken;
      },
      fetch: (input, init) => {
        const { method, url } = new Request(input instanceof Request ? input.clone() : input, init);
        events.push(`${method} ${new URL(url).pathname}`);
        return globalThis.fetch(input, init);
      },
      ...others,
    }),
  };
}
