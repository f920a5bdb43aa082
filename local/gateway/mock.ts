/**
 * The answer of a mock (AWS: "Set up mock integrations in API Gateway"): the rendered request template names a status, the
 * status chooses the response. Recorded by LocalStack: tests/aws/services/apigateway, test_mock_integration_response,
 * test_routing_with_hardcoded_resource_sibling_order, test_invocation_trace_id.
 */
import { mappedValue } from '../../core/gateway/mapping.ts';
import type { ContextVariables } from '../../core/gateway/mapping.ts';
import type { GatewayResponseType } from '../../core/gateway/gateway-response-types.ts';
import { ownValue } from '../../core/own-value.ts';
import type { MockIntegration, MockResponse } from '../template/mock.ts';
import type { HttpResponse } from './integration.ts';
import { render } from './mapping-template.ts';
import type { TemplateVariables } from './mapping-template.ts';
import { acceptsBinary, DEFAULT_TYPE, isBinary, typeOfBody } from './media-types.ts';
import { lastHeader } from './request.ts';
import type { GatewayRequest } from './request.ts';

export interface MockCall {
  readonly request: GatewayRequest;
  readonly body: string;
  readonly binaryMediaTypes: readonly string[];
  readonly context: ContextVariables;
  readonly pathParameters: Readonly<Record<string, string>> | null;
}

/** The answer, or the type of the gateway response in its place. */
export function mockAnswer(mock: MockIntegration, call: MockCall): HttpResponse | GatewayResponseType {
  const variables = variablesOf(call);
  const requested = renderedRequest(mock, call, variables);
  if (typeof requested !== 'object') return requested;
  const status = statusIn(requested.text);
  if (status === undefined) return 'INTERNAL_ERROR';
  const response = responseFor(mock.responses, status);
  if (response === undefined) return 'API_CONFIGURATION_ERROR';
  const body = bodyOf(response, call);
  // Binary data is no input for a template.
  if (
    body !== undefined &&
    !response.writesText &&
    acceptsBinary(call.request.headers, call.binaryMediaTypes)
  )
    return 'INTERNAL_ERROR';
  return {
    statusCode: response.statusCode,
    headers: headersOf(response, call, variables.context),
    body: body === undefined ? '' : render(body, variables),
  };
}

function renderedRequest(
  { requestTemplates, passthrough, readsText }: MockIntegration,
  { request, body, binaryMediaTypes }: MockCall,
  variables: TemplateVariables,
): { readonly text: string } | GatewayResponseType {
  const type = typeOfBody(request.headers);
  const template = ownValue(requestTemplates, type);
  if (template === undefined) {
    const isRefused =
      passthrough === 'NEVER' ||
      (passthrough === 'WHEN_NO_TEMPLATES' && Object.keys(requestTemplates).length > 0);
    return isRefused ? 'UNSUPPORTED_MEDIA_TYPE' : { text: body };
  }
  // Reports of users, and Serverless Land: "Disable Content-Type conversion in Mock integration".
  if (!readsText && isBinary(type, binaryMediaTypes)) return 'INTERNAL_ERROR';
  return { text: render(template, variables) };
}

/** API Gateway reads more than JSON: CDK writes `{ statusCode: 204 }`. */
function statusIn(text: string): number | undefined {
  const status = /^\s*\{(?:.*[,{\s])?["']?statusCode["']?\s*:\s*["']?(\d{3})\b/s.exec(text)?.[1];
  return status === undefined ? undefined : Number(status);
}

function responseFor(responses: readonly MockResponse[], status: number): MockResponse | undefined {
  const isFor = ({ selectionPattern }: MockResponse) =>
    selectionPattern !== undefined && new RegExp(`^(?:${selectionPattern})$`, 'su').test(String(status));
  return responses.find(isFor) ?? responses.find(({ selectionPattern }) => selectionPattern === undefined);
}

/** The template for the type that the request accepts, else the one for JSON, else the first. */
function bodyOf({ bodyTemplates }: MockResponse, { request }: MockCall): string | undefined {
  const accepted = lastHeader(request.headers, 'accept') ?? '';
  return ownValue(bodyTemplates, accepted) ?? bodyTemplates[DEFAULT_TYPE] ?? Object.values(bodyTemplates)[0];
}

/** The type is that of JSON, whatever the template is for, unless a header is mapped (LocalStack). */
function headersOf(
  { headers, otherOrigins }: MockResponse,
  { request }: MockCall,
  context: ContextVariables,
): HttpResponse['headers'] {
  const origin = lastHeader(request.headers, 'origin') ?? '';
  const own = otherOrigins.includes(origin) ? { 'Access-Control-Allow-Origin': `'${origin}'` } : {};
  const mapped = Object.entries({ ...headers, ...own }).flatMap(([name, mapping]): [string, string][] => {
    const value = mappedValue(mapping, context);
    return value === undefined ? [] : [[name, value]];
  });
  const isTyped = mapped.some(([name]) => name.toLowerCase() === 'content-type');
  return isTyped ? mapped : [['Content-Type', DEFAULT_TYPE], ...mapped];
}

function variablesOf({ request, pathParameters, context }: MockCall): TemplateVariables {
  return {
    context,
    parameter: (name) =>
      ownValue(pathParameters ?? {}, name) ??
      request.query.getAll(name).at(-1) ??
      lastHeader(request.headers, name.toLowerCase()),
  };
}
