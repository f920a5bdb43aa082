/** A local stack with three sign-ins: an ordinary one, and those that the example's sensitive routes ask for. */
import type { Challenge } from '../../../local/api-client.ts';
import type { SignedIn } from '../../../local/sign-in.ts';
import { methodAndPath, requirementUriOf } from '../route.ts';
import { startStack } from './stack.ts';
import type { TestStack } from './stack.ts';

/** What /payments asks for, and what /payouts asks for. */
export const STRONG = { acrValues: ['urn:example:loa:2'], maxAge: 300 };
export const STRONGEST = { acrValues: ['urn:example:loa:3'], maxAge: 300 };

export interface SignedInStack extends TestStack {
  readonly ordinary: SignedIn;
  readonly strong: SignedIn;
  readonly strongest: SignedIn;
  /** Where to exchange for a route (`POST /payments`). */
  readonly target: (route: string) => Pick<Challenge, 'tokenEndpoint' | 'resource'>;
  /** Calls a route: its answer, or the challenge. */
  readonly request: (
    token: string,
    route: string,
    grant?: string,
  ) => Promise<{ status: number; body: string } | Challenge>;
  /** Calls a route that must be open, and returns what its backend was told. */
  readonly open: (token: string, route: string, grant?: string) => Promise<unknown>;
  /** Calls a route without the foreign client. */
  readonly raw: (route: string, headers?: Record<string, string>) => Promise<Response>;
}

/** Starts it. */
export async function startSignedInStack(): Promise<SignedInStack> {
  const stack = await startStack();
  const [ordinary, strong, strongest] = [
    await stack.signIn(),
    await stack.signIn({ challenge: STRONG }),
    await stack.signIn({ challenge: STRONGEST }),
  ];

  const request: SignedInStack['request'] = async (token, route, grant) => {
    const [method, path] = methodAndPath(route);
    const answer = await stack.client.call(token, method, path, grant);
    return answer.kind === 'answer' ? { status: answer.status, body: answer.body } : answer.challenge;
  };

  return {
    ...stack,
    ordinary,
    strong,
    strongest,
    request,
    target: (route) => ({
      tokenEndpoint: `${stack.apiUrl}/step-up/token`,
      resource: requirementUriOf(stack.apiUrl, route),
    }),
    open: async (token, route, grant) => {
      const answer = await request(token, route, grant);
      if (!('body' in answer)) throw new Error(`${route} was refused: ${answer.header}`);
      const served: unknown = JSON.parse(answer.body);
      return served;
    },
    raw: (route, headers = {}) => {
      const [method, path] = methodAndPath(route);
      return fetch(`${stack.apiUrl}${path}`, { method, headers });
    },
  };
}

export function bearer({ accessToken }: SignedIn): Record<string, string> {
  return { Authorization: `Bearer ${accessToken}` };
}
