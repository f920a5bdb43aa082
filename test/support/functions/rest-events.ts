/** Events as API Gateway (REST API) sends them: to a REQUEST authorizer, and to a Lambda proxy integration. */
import { ENDPOINTS } from '../../../core/contract.ts';
import { FORM } from '../exchange-form.ts';
import { methodAndPath, requirementUriOf } from '../route.ts';

export type Headers = Readonly<Record<string, readonly unknown[] | null>>;

/** Where the functions under test believe to be called, and what stands before every resource. */
export const BASE = 'https://api.example.com/v1';

/** What stands before the method in every requirement URI, and the one of a route that the victims may open. */
export const REQUIREMENTS = `${BASE}${ENDPOINTS.requirements.replace('{proxy+}', '')}`;
export const TRANSFERS = requirementUriOf(BASE, 'POST /transfers');

/** The event for a call of `route` (`POST /payments`); its path is its template. */
export function authorizerEvent(route: string, headers: Headers): Record<string, unknown> {
  const [method, template] = methodAndPath(route);
  return {
    ...commonFields(method, template, headers),
    type: 'REQUEST',
    methodArn: `arn:aws:execute-api:us-east-1:123456789012:abcdefghij/v1/${method}${template}`,
  };
}

/** The event for an exchange with this body. */
export function exchangeEvent(
  body: unknown,
  headers: Headers = { 'Content-Type': [FORM] },
): Record<string, unknown> {
  return { ...commonFields('POST', ENDPOINTS.token, headers), body, isBase64Encoded: false };
}

/** The event for GET on the requirement resource, or another `{proxy+}` endpoint, with this rest of the path. */
export function proxyPathEvent(
  template: string,
  proxy: unknown,
  authorizer: object = {},
): Record<string, unknown> {
  const event = commonFields('GET', template, {});
  const path = `/v1${template.replace('{proxy+}', String(proxy))}`;
  return {
    ...event,
    pathParameters: { proxy },
    path: path.slice(3),
    requestContext: { ...event.requestContext, path, authorizer },
    body: null,
    isBase64Encoded: false,
  };
}

function commonFields(httpMethod: string, resource: string, headers: Headers) {
  const single = Object.entries(headers).map(([name, values]) => [name, values?.at(-1) ?? null]);
  return {
    resource,
    path: resource,
    httpMethod,
    headers: Object.fromEntries(single),
    multiValueHeaders: headers,
    queryStringParameters: {},
    multiValueQueryStringParameters: {},
    pathParameters: {},
    stageVariables: {},
    requestContext: {
      resourceId: 'r',
      resourcePath: resource,
      httpMethod,
      extendedRequestId: 'AbCdEfGhIjKlMnO=',
      path: `/v1${resource}`,
      accountId: '123456789012',
      protocol: 'HTTP/1.1',
      stage: 'v1',
      domainPrefix: 'api',
      requestTimeEpoch: Date.now(),
      requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
      identity: { sourceIp: '192.0.2.1', userAgent: 'curl/8' },
      domainName: 'api.example.com',
      apiId: 'abcdefghij',
    },
  };
}
