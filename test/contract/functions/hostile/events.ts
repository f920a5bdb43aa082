/** Events that are none of a REST API's REQUEST authorizer or proxy integration, and some that are, but bloated. */
import { ENDPOINTS } from '../../../../core/contract.ts';
import { encodeForm, exchangeForm } from '../../../support/exchange-form.ts';
import type { HostileRequest, HostileVictim } from '../../../support/hostile/request.ts';
import { authorizerEvent, exchangeEvent, TRANSFERS } from '../../../support/functions/rest-events.ts';

type Json = Record<string, unknown>;

export function hostileEvents(victim: HostileVictim): HostileRequest[] {
  const toAuthorizer = authorizerEvent('POST /payments', { Authorization: [`Bearer ${victim.strong}`] });
  const toExchange = exchangeEvent(encodeForm(exchangeForm(victim.strong, TRANSFERS)));
  const foreign = [...noEvents(), ...Object.entries(otherServices(`Bearer ${victim.strong}`))];
  return [
    ...[...foreign, ...damaged(toAuthorizer, ['type', 'methodArn'])].map(([name, event]) =>
      toA(name, event, 'fault'),
    ),
    ...[...foreign, ...damaged(toExchange, ['body', 'isBase64Encoded'])].map(([name, event]) =>
      toX(name, event, 'unavailable'),
    ),
    ...bloated().map(([name, fields]) =>
      toA(
        `${name}, no credentials`,
        { ...authorizerEvent('POST /payments', {}), ...fields },
        'no_credential',
      ),
    ),
    ...bloated().map(([name, fields]) =>
      toX(`${name}, no body`, { ...exchangeEvent(null), ...fields }, 'invalid_request'),
    ),
    ...['/', '/payments', '/step-up', ENDPOINTS.requirements.slice(0, -1)].map((resource) =>
      toX(`the resource ${resource}`, { ...toExchange, resource }, 'unavailable'),
    ),
  ];
}

function noEvents(): [string, unknown][] {
  return [null, 'text', '', 0, 7, true, [], [[]], {}, { __proto__: null }, { type: 'REQUEST' }].map(
    (event) => [JSON.stringify(event), event],
  );
}

/** AWS documents each of these; every one carries the token where that service puts it. */
function otherServices(authorization: string): Json {
  const http = {
    method: 'POST',
    path: '/payments',
    protocol: 'HTTP/1.1',
    sourceIp: '192.0.2.1',
    userAgent: 'x',
  };
  const context = { apiId: 'a', stage: '$default', domainName: 'api.example.com', http };
  const arn = 'arn:aws:execute-api:us-east-1:123456789012:a/v1/POST/payments';
  const route = { routeArn: arn, routeKey: 'POST /payments', rawPath: '/payments', rawQueryString: '' };
  const headers = { authorization };
  return {
    'HTTP API, authorizer 2.0': {
      version: '2.0',
      type: 'REQUEST',
      ...route,
      identitySource: [authorization],
      headers,
      requestContext: context,
    },
    'HTTP API, authorizer 1.0': {
      version: '1.0',
      type: 'REQUEST',
      methodArn: arn,
      identitySource: authorization,
      headers,
    },
    'HTTP API, proxy 2.0': {
      version: '2.0',
      ...route,
      headers,
      requestContext: context,
      body: 'a=b',
      isBase64Encoded: false,
    },
    'function URL': {
      version: '2.0',
      ...route,
      headers,
      requestContext: { ...context, apiId: 'url-id' },
      body: 'a=b',
    },
    'TOKEN authorizer': { type: 'TOKEN', methodArn: arn, authorizationToken: authorization },
    'WebSocket authorizer': {
      type: 'REQUEST',
      methodArn: arn,
      multiValueHeaders: {},
      requestContext: { routeKey: '$connect', eventType: 'CONNECT', apiId: 'a', stage: 'v1' },
    },
    'WebSocket message': {
      requestContext: { routeKey: '$default', eventType: 'MESSAGE', apiId: 'a', stage: 'v1' },
      body: 'a=b',
    },
    ALB: {
      requestContext: { elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:x' } },
      httpMethod: 'POST',
      path: '/',
      headers,
      body: 'a=b',
    },
    SQS: { Records: [{ messageId: 'm', body: authorization, eventSource: 'aws:sqs' }] },
    S3: { Records: [{ eventSource: 'aws:s3', s3: { object: { key: 'k' } } }] },
    EventBridge: {
      version: '0',
      id: 'i',
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      detail: {},
    },
    Cognito: { triggerSource: 'PreTokenGeneration_Authentication', request: {}, response: {} },
    CloudFormation: { RequestType: 'Create', ResponseURL: 'http://127.0.0.1:1/', ResourceProperties: {} },
    AppSync: { authorizationToken: authorization, requestContext: { apiId: 'a', queryString: '{x}' } },
    Lex: { sessionState: { intent: { name: 'x' } }, bot: { name: 'b' } },
  };
}

const CONTEXT = ['apiId', 'stage', 'path', 'domainName', 'extendedRequestId'];
/** What an event may lack: the gateway leaves it out, or older ones did. */
const OPTIONAL = ['domainName', 'extendedRequestId', 'body', 'isBase64Encoded'];

/** One field at a time gone, or of another type. */
function damaged(event: Json, own: readonly string[]): [string, unknown][] {
  const fields = ['httpMethod', 'resource', 'requestContext', ...own];
  const context: Json = { ...Object(event.requestContext) };
  const gone = (name: string, from: Json) =>
    Object.fromEntries(Object.entries(from).filter(([key]) => key !== name));
  const wrong = [7, true, ['x'], { x: 1 }];
  const isWrongFor = (name: string, value: unknown) => name !== 'isBase64Encoded' || value !== true;
  const isNullable = (name: string) => name === 'body';
  const broken = (name: string, value: unknown): [string, unknown] => [
    `${name}: ${JSON.stringify(value)}`,
    value,
  ];
  return [
    ...fields
      .filter((name) => !OPTIONAL.includes(name))
      .map((name): [string, unknown] => [`no ${name}`, gone(name, event)]),
    ...CONTEXT.filter((name) => !OPTIONAL.includes(name)).map((name): [string, unknown] => [
      `no requestContext.${name}`,
      { ...event, requestContext: gone(name, context) },
    ]),
    ...fields.flatMap((name) =>
      [...wrong, ...(isNullable(name) ? [] : [null])]
        .filter((value) => isWrongFor(name, value))
        .map((value) => broken(name, value))
        .map(([title, value]): [string, unknown] => [title, { ...event, [name]: value }]),
    ),
    ...CONTEXT.flatMap((name) =>
      [...wrong, null].map((value): [string, unknown] => [
        `requestContext.${name}: ${JSON.stringify(value)}`,
        { ...event, requestContext: { ...context, [name]: value } },
      ]),
    ),
    ...['', 'post', 'POST ', 'POST/x', 'P0ST', '*', 'ПОСТ'].map((httpMethod): [string, unknown] => [
      `httpMethod ${JSON.stringify(httpMethod)}`,
      { ...event, httpMethod },
    ]),
    ...['', 'payments', '/a b', '/a\n', `/${'a'.repeat(1_100)}`].map((resource): [string, unknown] => [
      `resource ${JSON.stringify(resource.slice(0, 20))}`,
      { ...event, resource },
    ]),
    ['pathParameters: a text', { ...event, pathParameters: 'x' }],
    ['pathParameters of numbers', { ...event, pathParameters: { proxy: 7 } }],
  ];
}

/** Nothing of this is looked at, however large or deep it is. */
function bloated(): [string, Json][] {
  const deep: unknown = JSON.parse(`${'['.repeat(1_000)}${']'.repeat(1_000)}`);
  const manyHeaders = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`X-${index}`, ['a']]));
  return [
    ['5 MB in an unknown field', { extra: 'a'.repeat(5_000_000) }],
    ['1,000 deep', { extra: deep, stageVariables: deep }],
    [
      '100,000 query parameters',
      {
        queryStringParameters: Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [index, ''])),
      },
    ],
    ['5,000 headers', { multiValueHeaders: manyHeaders }],
    ['a header of 1 MB', { multiValueHeaders: { 'X-Large': ['a'.repeat(1_000_000)] } }],
    ['10,000 values of one header', { multiValueHeaders: { 'X-Many': Array(10_000).fill('a') } }],
    [
      'null for everything that may be null',
      {
        multiValueHeaders: null,
        headers: null,
        queryStringParameters: null,
        pathParameters: null,
        stageVariables: null,
      },
    ],
  ];
}

function toA(name: string, event: unknown, outcome: string): HostileRequest {
  return { kind: 'authorizer event', name, to: 'authorizer', event, outcome };
}

function toX(name: string, event: unknown, outcome: string): HostileRequest {
  return { kind: 'exchange event', name, to: 'token-exchange', event, outcome };
}
