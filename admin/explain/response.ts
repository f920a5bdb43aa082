/** The very answer that a client would get: of API Gateway for a refusal, or what the backend is told of an allow. */
import { ACCESS_DENIED, bodyTemplate, responseHeaders } from '../../core/answer/gateway-response.ts';
import { gatewayResponse } from '../../core/gateway/fill-gateway-response.ts';
import { allowResult, refusalResult } from '../../core/answer/authorizer-result.ts';
import { allowOrigin } from '../../core/answer/cors.ts';
import type { Allow, Decision } from '../../core/decision/decide.ts';
import { refusalUrls } from '../../core/answer/refusal-urls.ts';
import type { Observation } from '../../core/decision/observation.ts';
import { invalidToken, malformedRequest, noCredential, refusalOf } from '../../core/answer/refusal.ts';
import type { Refusal } from '../../core/answer/refusal.ts';
import type { DecisionInput } from '../../core/decision/input.ts';
import type { RefusedCaller, VerifiedCaller } from './caller.ts';
import type { ExplainInput } from './explain-input.ts';

/** `backend`: the request goes through, with this context. `gateway`: API Gateway answers, with an id in `request_id`. */
export type ClientResponse =
  | { readonly from: 'backend'; readonly context: Readonly<Record<string, string>> }
  | {
      readonly from: 'gateway';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    };

type AskedRoute = Pick<ExplainInput, 'trust' | 'base' | 'request' | 'template'>;

interface Judged extends VerifiedCaller {
  readonly decision: Decision;
  readonly input: DecisionInput | undefined;
  readonly observation?: Observation | undefined;
}

/** What answers a caller who is refused at once, or one whose request was decided. */
export function responseTo(asked: AskedRoute, judged: Judged | RefusedCaller): ClientResponse {
  switch (judged.kind) {
    case 'none':
      return refused(asked, noCredential());
    case 'malformed':
      return refused(asked, malformedRequest(judged.description));
    case 'refused':
      return refused(asked, invalidToken(judged.refusal.detail, asked.trust));
    case 'verified': {
      const { decision, input: decisionInput, trust } = judged;
      return decision.kind === 'allow'
        ? allowed(judged, decision)
        : refused(asked, refusalOf(decision, trust.words.toTheirs), decisionInput);
    }
  }
}

/** Of a form that the core takes; the resource it ends up in is never shown. */
const ANY_METHOD_ARN = 'arn:aws:execute-api:us-east-1:000000000000:api/stage/GET/';

function allowed({ authentication, observation }: Judged, allow: Allow): ClientResponse {
  const { context } = allowResult(ANY_METHOD_ARN, authentication, allow, observation);
  return { from: 'backend', context };
}

/** API Gateway's own id of the request, which nobody knows beforehand. */
const REQUEST_ID = '(id of the request)';

function refused(asked: AskedRoute, refusal: Refusal, decisionInput?: DecisionInput): ClientResponse {
  const { trust, base, request, template } = asked;
  const { path, method } = request;
  const { allowedOrigins } = trust.cors;
  const origin = allowOrigin(request.headers.origin, allowedOrigins);
  const { context } = refusalResult(
    refusal,
    refusalUrls({ base, path, method, template }, decisionInput),
    origin,
  );
  const variables = Object.entries(context).map(([name, value]): [string, string] => [
    `authorizer.${name}`,
    value,
  ]);
  const headers = responseHeaders('ACCESS_DENIED', ACCESS_DENIED, allowedOrigins);
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
    { ...Object.fromEntries(variables), extendedRequestId: REQUEST_ID },
  );
  return {
    from: 'gateway',
    status: response.statusCode,
    headers: Object.fromEntries(response.headers),
    body: response.body,
  };
}
