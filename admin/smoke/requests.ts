/** Requests to the API, and the refusals that answer them. */
import * as v from 'valibot';
import { expectEqual, expectMatch } from './expect.ts';

export interface Route {
  readonly method: string;
  readonly path: string;
}

const refusalSchema = v.object({
  status: v.literal(401),
  error: v.string(),
  acr_values: v.string(),
  max_age: v.string(),
  claims: v.string(),
  next: v.string(),
});

/** Sends a request without a body. */
export function call(base: string, { method, path }: Route, token?: string): Promise<Response> {
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  return fetch(`${base}${path}`, { method, headers });
}

/** The header and the body of a refusal by the authorizer. Throws for any other answer. */
export async function readRefusal(response: Response) {
  expectEqual('status', response.status, 401);
  expectMatch('Content-Type', response.headers.get('content-type'), /^application\/problem\+json/);
  const text = await response.text();
  const body = v.safeParse(v.pipe(v.string(), v.parseJson(), refusalSchema), text);
  if (!body.success) throw new Error(`the body is no refusal of ours: ${text.slice(0, 300)}`);
  return { header: response.headers.get('www-authenticate') ?? '', body: body.output };
}
