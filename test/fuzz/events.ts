/** Events of both functions: what API Gateway sends, with anything in it changed. */
import fc from 'fast-check';
import { ENDPOINTS } from '../../core/contract.ts';
import { edited, edits, isObject, jsonValues } from '../support/fuzz/arbitraries.ts';
import { encodeForm, exchangeForm } from '../support/exchange-form.ts';
import { demand, fuzzTarget } from '../support/fuzz/target.ts';
import type { FuzzTarget } from '../support/fuzz/target.ts';
import { demandBoundedWork, exchangeAsVictim } from '../support/fuzz/victim.ts';
import type { FuzzVictim } from '../support/fuzz/victim.ts';
import {
  AUTHORIZER_OUTCOMES,
  authorizerOutcome,
  EXCHANGE_OUTCOMES,
  exchangeOutcome,
  RESOURCE_OUTCOMES,
  resourceOutcome,
} from '../support/hostile/outcomes.ts';
import {
  authorizerEvent,
  exchangeEvent,
  proxyPathEvent,
  TRANSFERS,
} from '../support/functions/rest-events.ts';

type Json = Readonly<Record<string, unknown>>;

const NAMES = [
  'type',
  'methodArn',
  'httpMethod',
  'resource',
  'multiValueHeaders',
  'Authorization',
  'authorization',
  'pathParameters',
  'proxy',
  'body',
  'isBase64Encoded',
];
const values = fc.oneof(
  fc.constantFrom<unknown>(
    'REQUEST',
    'TOKEN',
    'GET',
    'POST',
    '/open',
    '/payments',
    '/{proxy+}',
    ['Bearer x'],
    null,
    {},
    [],
    '',
    '/v1',
    'api.example.com',
  ),
  jsonValues,
);
const changes = edits(values, NAMES);

/** A fault is the gateway's own: only these fields, which no caller can set, may lead to one. */
function isRestRequest(event: unknown): event is Json {
  if (!isObject(event) || !isObject(event.requestContext)) return false;
  const { httpMethod, resource, multiValueHeaders, pathParameters, requestContext } = event;
  const { apiId, stage, path, domainName = 'x', extendedRequestId = '' } = requestContext;
  return (
    typeof httpMethod === 'string' &&
    /^[A-Z]+$/.test(httpMethod) &&
    typeof resource === 'string' &&
    /^\/\S{0,1023}$/.test(resource) &&
    resource.isWellFormed() &&
    [apiId, stage, path, domainName, extendedRequestId].every((one) => typeof one === 'string') &&
    isRecordOf(
      multiValueHeaders,
      (list) => Array.isArray(list) && list.every((one) => typeof one === 'string'),
    ) &&
    isRecordOf(pathParameters, (one) => typeof one === 'string')
  );
}

/** Without the name of a host, no URL can be made that a refusal would name. */
function hasHost({ requestContext }: Json): boolean {
  const { domainName = '' } = isObject(requestContext) ? requestContext : {};
  return typeof domainName === 'string' && URL.canParse(`https://${domainName}/`);
}

function isRecordOf(value: unknown, isRight: (member: unknown) => boolean): boolean {
  return (
    value === null ||
    value === undefined ||
    (isObject(value) && Object.values(value).every((one) => one === null || isRight(one)))
  );
}

const METHOD_ARN = /^arn:[a-z-]+:execute-api:[a-z0-9-]+:\d{12}:[a-z0-9]+\/[\w-]+\/[A-Z]+\//;

export function eventsAtTheAuthorizer(victim: FuzzVictim): FuzzTarget {
  const routes = fc.constantFrom('POST /payments', 'GET /open', 'GET /closed');
  return fuzzTarget(
    'events: the built authorizer',
    fc.tuple(routes, changes),
    AUTHORIZER_OUTCOMES,
    async ([route, list]) => {
      const event =
        edited(authorizerEvent(route, { Host: ['x'], Authorization: [`Bearer ${victim.strong}`] }), list) ??
        null;
      victim.functions.forget();
      const outcome = authorizerOutcome(await victim.functions.invoke('authorizer', event));
      demandBoundedWork(victim, 3);
      if (outcome === 'fault') {
        const isRight =
          isRestRequest(event) &&
          hasHost(event) &&
          event.type === 'REQUEST' &&
          // Not made a text of: an object may have a toString of its own.
          typeof event.methodArn === 'string' &&
          METHOD_ARN.test(event.methodArn);
        demand(!isRight, 'a fault, for an event that is right');
      }
      if (outcome === 'allow') {
        demand(isRestRequest(event) && event.type === 'REQUEST', 'allowed an event of another kind');
        const headers = isObject(event.multiValueHeaders) ? event.multiValueHeaders : {};
        const sent = Object.entries(headers).flatMap(([name, all]) =>
          name.toLowerCase() === 'authorization' ? (all ?? []) : [],
        );
        demand(sent.length === 1 && sent[0] === `Bearer ${victim.strong}`, 'allowed without the one token');
        const opened = `${String(event.httpMethod)} ${String(event.resource)}`;
        demand(['POST /payments', 'GET /open'].includes(opened), `allowed ${opened}`);
      }
      return outcome;
    },
  );
}

/** What each endpoint of the function is called with, and how its answer is read. */
const OUTCOMES = [...new Set([...EXCHANGE_OUTCOMES, ...RESOURCE_OUTCOMES])];

export function eventsAtTheExchange(victim: FuzzVictim): FuzzTarget {
  const kinds = fc.constantFrom('exchange', 'requirement', 'metadata');
  const eventOf = {
    exchange: () => exchangeEvent(encodeForm(exchangeForm(victim.strong, TRANSFERS))),
    requirement: () => proxyPathEvent(ENDPOINTS.requirements, 'POST/%2Ftransfers', { issuer: 'x' }),
    metadata: () => proxyPathEvent(ENDPOINTS.metadataOfPath, 'payments'),
  };
  return fuzzTarget(
    'events: the built exchange',
    fc.tuple(kinds, changes),
    OUTCOMES,
    async ([kind, list]) => {
      const event = edited(eventOf[kind](), list) ?? null;
      const invocation = await exchangeAsVictim(victim, event);
      const resource = isObject(event) ? event.resource : undefined;
      const outcome =
        resource === ENDPOINTS.token ? exchangeOutcome(invocation) : resourceOutcome(invocation);
      if (outcome === 'unavailable') demand(!isOurs(event), 'a 503, for an event that is right');
      if (outcome === 'granted') {
        const body = isObject(event) ? event.body : undefined;
        demand(typeof body === 'string' && body.includes(victim.strong), 'granted without a token');
      }
      return outcome;
    },
  );
}

function isOurs(event: unknown): boolean {
  return (
    isRestRequest(event) &&
    hasHost(event) &&
    Object.values<unknown>(ENDPOINTS).includes(event.resource) &&
    ['string', 'object', 'undefined'].includes(typeof event.body) &&
    (typeof event.body !== 'object' || event.body === null) &&
    ['boolean', 'undefined'].includes(typeof event.isBase64Encoded) &&
    isObject(event.requestContext) &&
    (event.requestContext.authorizer === undefined || isObject(event.requestContext.authorizer))
  );
}
