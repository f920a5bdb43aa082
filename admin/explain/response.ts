/** The exact answer to a request: API Gateway's answer for a refusal, or the context that the backend gets. */
import { ACCESS_DENIED, bodyTemplate, responseHeaders } from '../../core/answer/fixed/gateway-response.ts';
import { gatewayResponse } from '../../core/gateway/fill-gateway-response.ts';
import { allowResult, refusalResult } from '../../core/answer/authorizer-result.ts';
import { allowOrigin } from '../../core/answer/fixed/cors.ts';
import type { Allow, Decision } from '../../core/decision/decide.ts';
import { refusalUrls } from '../../core/answer/refusal-urls.ts';
import type { Observation } from '../../core/decision/observation.ts';
import { invalidToken, malformedRequest, noCredential, refusalOf } from '../../core/answer/refusal.ts';
import type { Refusal } from '../../core/answer/refusal.ts';
import { pathToBind } from '../../core/decision/judgement.ts';
import type { DecidedVersion } from '../../lambda/access/decide-access.ts';
import type { RefusedCaller, VerifiedCaller } from './caller.ts';
import type { ExplainInput } from './explain-input.ts';

/** `backend`: the request passes, with this context. `gateway`: API Gateway answers, with a placeholder in `request_id`. */
export type ClientResponse =
  | { readonly from: 'backend'; readonly context: Readonly<Record<string, string>> }
  | {
      readonly from: 'gateway';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    };

type AskedRoute = Pick<ExplainInput, 'trust' | 'base' | 'request' | 'path' | 'template'>;

interface DecidedCaller extends VerifiedCaller {
  readonly decision: Decision;
  readonly current: DecidedVersion | undefined;
  readonly observation?: Observation | undefined;
}

/** The answer to a caller who is refused before a decision, or whose request was decided. */
export function responseTo(asked: AskedRoute, caller: DecidedCaller | RefusedCaller): ClientResponse {
  switch (caller.kind) {
    case 'none':
      return refused(asked, noCredential());
    case 'malformed':
      return refused(asked, malformedRequest(caller.description));
    case 'refused':
      return refused(asked, invalidToken(caller.refusal.detail, asked.trust));
    case 'verified': {
      const { decision, current, trust } = caller;
      return decision.kind === 'allow'
        ? allowed(caller, decision)
        : refused(
            asked,
            refusalOf(decision, trust),
            current === undefined ? '' : pathToBind(current.input, current.judged),
          );
    }
  }
}

/** Any ARN that the core accepts: the result's Resource is not shown. */
const ANY_METHOD_ARN = 'arn:aws:execute-api:us-east-1:000000000000:api/stage/GET/';

function allowed({ authentication, observation }: DecidedCaller, allow: Allow): ClientResponse {
  const { context } = allowResult(ANY_METHOD_ARN, authentication, allow, observation);
  return { from: 'backend', context };
}

/** In place of the request id, which API Gateway makes for each request. */
const REQUEST_ID = '(id of the request)';

function refused(asked: AskedRoute, refusal: Refusal, bound = ''): ClientResponse {
  const { trust, base, request, path, template } = asked;
  const { method } = request;
  const origin = allowOrigin(request.headers.origin, trust.cors.allowedOrigins);
  const { context } = refusalResult(refusal, refusalUrls({ base, path, method, template }, bound), origin);
  const variables = Object.entries(context).map(([name, value]): [string, string] => [
    `authorizer.${name}`,
    value,
  ]);
  const headers = responseHeaders('ACCESS_DENIED', ACCESS_DENIED, trust.cors);
  const response = gatewayResponse(
    'ACCESS_DENIED',
    [
      {
        responseType: 'ACCESS_DENIED',
        statusCode: Number(ACCESS_DENIED.statusCode),
        parameters: Object.fromEntries(
          Object.entries(headers).map(([name, mapping]) => [`gatewayresponse.header.${name}`, mapping]),
        ),
        bodyTemplate: bodyTemplate(ACCESS_DENIED.body),
      },
    ],
    { variables: { ...Object.fromEntries(variables), extendedRequestId: REQUEST_ID } },
  );
  return {
    from: 'gateway',
    status: response.statusCode,
    headers: Object.fromEntries(response.headers),
    body: response.body,
  };
}
