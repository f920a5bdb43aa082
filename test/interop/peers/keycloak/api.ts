/** Calls of the API behind the local stack, and what its log says of them. */
import * as v from 'valibot';
import type { Challenge } from '../../../../local/api-client.ts';
import { methodAndPath } from '../../../support/route.ts';
import { until } from '../../../support/time/until.ts';
import type { KeycloakWorld } from './world.ts';

type Stack = KeycloakWorld['stack'];

export async function statusOf(
  { client }: Stack,
  token: string,
  route: string,
  grant?: string,
): Promise<number> {
  const [method, path] = methodAndPath(route);
  const answer = await client.call(token, method, path, grant);
  return answer.kind === 'answer' ? answer.status : answer.challenge.status;
}

/** Calls a route that has to answer with a challenge. */
export async function challengeOf(
  { client }: Stack,
  token: string,
  route: string,
  grant?: string,
): Promise<Challenge> {
  const [method, path] = methodAndPath(route);
  const answer = await client.call(token, method, path, grant);
  if (answer.kind === 'challenge') return answer.challenge;
  throw new Error(`${route} answered ${answer.status} and no challenge`);
}

export const asks = ({ error, acrValues, maxAge }: Challenge) => ({ error, acrValues, maxAge });

const line = v.pipe(v.string(), v.parseJson(), v.looseObject({ reason: v.string() }));

/** Calls a route, and returns the status and the reason in the log of the authorizer. */
export async function reasonFor(
  stack: Stack,
  token: string,
  route: string,
): Promise<{ readonly status: number; readonly reason: string | undefined }> {
  const reasons = () =>
    stack.log().flatMap((one) => {
      const parsed = v.safeParse(line, one.line);
      return parsed.success ? [parsed.output.reason] : [];
    });
  const before = reasons().length;
  const [method, path] = methodAndPath(route);
  const headers = { authorization: `Bearer ${token}` };
  const { status } = await fetch(`${stack.apiUrl}${path}`, { method, headers });
  await until('the line of the authorizer', () => Promise.resolve(reasons().length > before));
  return { status, reason: reasons().at(-1) };
}
