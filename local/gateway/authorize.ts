/** Calls the authorizer of a method, and evaluates its answer. */
import type { Functions } from '../functions/functions.ts';
import type { MethodResource } from '../template/api.ts';
import type { Template } from '../template/template.ts';
import { evaluate } from './access-policy.ts';
import type { GatewayResponseType } from '../../core/gateway/gateway-response-types.ts';
import type { Match } from '../../core/gateway/match.ts';
import { authorizerEventOf } from './events.ts';
import type { GatewayRequest } from './request.ts';

type Context = Readonly<Record<string, string>>;

/** `authorizer` is the value of `requestContext.authorizer` for the integration. */
export type Authorization =
  | {
      readonly kind: 'allow';
      readonly authorizer: Readonly<Record<string, string | number>> | undefined;
      readonly context: Context;
    }
  | { readonly kind: 'refuse'; readonly type: GatewayResponseType; readonly context: Context };

/** A method without an authorizer is open. A throw of exactly `Unauthorized` is a 401, any other failure a 500. */
export async function authorize(
  request: GatewayRequest,
  { method, pathParameters }: Match<MethodResource>,
  template: Template,
  functions: Functions,
): Promise<Authorization> {
  if (method.authorizer === undefined) return { kind: 'allow', authorizer: undefined, context: {} };
  const event = authorizerEventOf(request, method, pathParameters, template);
  const started = Date.now();
  const result = await functions.invoke(method.authorizer.functionId, event);
  if (!result.ok)
    return refuse(result.errorMessage === 'Unauthorized' ? 'UNAUTHORIZED' : 'AUTHORIZER_FAILURE');
  const access = evaluate(result.value, event.methodArn);
  switch (access.kind) {
    case 'malformed':
      return refuse('AUTHORIZER_CONFIGURATION_ERROR');
    case 'deny':
      return refuse(access.explicit ? 'ACCESS_DENIED' : 'IMPLICIT_DENY', access.context);
    case 'allow': {
      const { context } = access;
      return { kind: 'allow', authorizer: { ...context, integrationLatency: Date.now() - started }, context };
    }
  }
}

function refuse(type: GatewayResponseType, context: Context = {}): Authorization {
  return { kind: 'refuse', type, context };
}
