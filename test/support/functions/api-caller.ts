/** Calls the built bundles as API Gateway would for a client: a route, and an exchange. */
import * as v from 'valibot';
import { BUNDLES } from '../../../core/contract.ts';
import { encodeForm, exchangeForm } from '../exchange-form.ts';
import { requirementUriOf } from '../route.ts';
import type { BuiltFunctions } from './built-functions.ts';
import { authorizerEvent, BASE, exchangeEvent } from './rest-events.ts';

/** What answers the calls. */
type Invoked = Pick<BuiltFunctions, 'invoke'>;

/** `opened` by the token or the grant, or what is asked for instead. */
export type Called =
  | { readonly opened: string; readonly acr: string }
  | { readonly refused: string; readonly acrValues: string; readonly maxAge: string; readonly scope: string };

/** The value of the grant and its life in seconds, or the error and what it asks for. */
export type Exchanged =
  | { readonly grant: string; readonly expiresIn: number }
  | {
      readonly error: string;
      readonly acrValues?: string | undefined;
      readonly maxAge?: number | undefined;
      readonly scope?: string | undefined;
    };

const allowed = v.object({ context: v.object({ openedBy: v.string(), acr: v.string() }) });

const refused = v.object({
  context: v.object({
    stepUpError: v.string(),
    stepUpAcrValues: v.string(),
    stepUpMaxAge: v.string(),
    stepUpScope: v.string(),
  }),
});

const answered = v.object({ statusCode: v.number(), body: v.pipe(v.string(), v.parseJson()) });
const granted = v.object({ access_token: v.string(), expires_in: v.number() });
const failed = v.object({
  error: v.string(),
  acr_values: v.optional(v.string()),
  max_age: v.optional(v.number()),
  scope: v.optional(v.string()),
});

/** Calls `route` (`POST /payments`), whose path is its template, with a token, and a grant beside it. `event` replaces parts. */
export async function callRoute(
  functions: Invoked,
  route: string,
  { token, grant, event = {} }: { token: string; grant?: string; event?: object },
): Promise<Called | 'fault'> {
  const headers = {
    Authorization: [`Bearer ${token}`],
    ...(grant === undefined ? {} : { 'Step-Up-Grant': [grant] }),
  };
  const result = await functions.invoke(BUNDLES.authorizer, { ...authorizerEvent(route, headers), ...event });
  if (!result.ok) return 'fault';
  if (v.is(allowed, result.value)) {
    const { openedBy, acr } = result.value.context;
    return { opened: openedBy, acr };
  }
  const { context } = v.parse(refused, result.value);
  return {
    refused: context.stepUpError,
    acrValues: context.stepUpAcrValues,
    maxAge: context.stepUpMaxAge,
    scope: context.stepUpScope,
  };
}

/** Exchanges a token for a grant of `route`; `bound` (`id=17`) names a path of it. */
export async function exchangeFor(
  functions: Invoked,
  route: string,
  token: string,
  bound?: string,
): Promise<Exchanged> {
  const resource = `${requirementUriOf(BASE, route)}${bound === undefined ? '' : `?${bound}`}`;
  const body = encodeForm(exchangeForm(token, resource));
  const result = await functions.invoke(BUNDLES.tokenExchange, exchangeEvent(body));
  if (!result.ok) throw new Error(`the exchange failed: ${JSON.stringify(result)}`);
  const { body: answer } = v.parse(answered, result.value);
  if (v.is(granted, answer)) return { grant: answer.access_token, expiresIn: answer.expires_in };
  const { error, acr_values: acrValues, max_age: maxAge, scope } = v.parse(failed, answer);
  return { error, acrValues, maxAge, scope };
}

/** The value of a grant that has to be given. */
export async function grantFor(functions: Invoked, route: string, token: string): Promise<string> {
  const exchanged = await exchangeFor(functions, route, token);
  if ('grant' in exchanged) return exchanged.grant;
  throw new Error(`no grant: ${exchanged.error}`);
}
