/** The function of our own endpoints: the token exchange, the requirement resource and the metadata. */
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { createGrantIssuer } from '../../adapters/stores/grant-issuer.ts';
import { readConfig } from '../request/config.ts';
import { ENDPOINTS, METRICS, REQUEST_DEADLINE } from '../../core/contract.ts';
import { allowOrigin } from '../../core/answer/fixed/cors.ts';
import { exchange } from './exchange.ts';
import type { ExchangeServices } from './exchange.ts';
import { metadata } from './metadata.ts';
import { requirement } from './requirement.ts';
import { readProxyEvent } from '../request/gateway-event.ts';
import type { ProxyRequest } from '../request/gateway-event.ts';
import { json } from './http-answer.ts';
import type { HttpAnswer } from './http-answer.ts';
import { withRequestDeadline } from '../request/deadline.ts';
import { createServices } from '../request/services.ts';
import { recordFault, telemetry } from '../telemetry.ts';

const config = readConfig();
const client = createDynamoDBClient();
const services: ExchangeServices = {
  ...createServices(config, client),
  issuedGrants: createGrantIssuer(client, config.grantTable),
};

/** Answers every request. A fault on our side is answered with 503, and no grant is issued. */
export const handler = middy(
  async (event: unknown, _: Context, { signal }: { signal: AbortSignal }): Promise<HttpAnswer> => {
    let origin: string | undefined;
    try {
      const request = readProxyEvent(event);
      origin = request.headers.origin?.[0];
      return withCors(await answer(request, signal), origin);
    } catch (error) {
      if (signal.aborted) throw error;
      return unavailable(error, origin);
    }
  },
  withRequestDeadline(() => unavailable(new Error(`no answer within ${REQUEST_DEADLINE} s`), undefined)),
).use(telemetry());

function unavailable(error: unknown, origin: string | undefined): HttpAnswer {
  recordFault(METRICS.fault, 'The request could not be answered', error);
  return withCors(UNAVAILABLE, origin);
}

const UNAVAILABLE = json(
  503,
  { error: 'temporarily_unavailable', error_description: 'Nothing was granted. Try again in a few seconds.' },
  { 'Retry-After': '5' },
);

async function answer(request: ProxyRequest, signal: AbortSignal): Promise<HttpAnswer> {
  switch (request.template) {
    case ENDPOINTS.token:
      return exchange(services, request, signal);
    case ENDPOINTS.requirements:
      return requirement(services, request, signal);
    case ENDPOINTS.metadata:
    case ENDPOINTS.metadataOfPath:
      return metadata(services, request);
    default:
      throw new Error(`${request.template} is not an endpoint of this function`);
  }
}

function withCors(answer: HttpAnswer, origin: string | undefined): HttpAnswer {
  const { allowedOrigins } = services.trust.cors;
  if (allowedOrigins.length === 0) return answer;
  const cors = {
    'Access-Control-Allow-Origin': allowOrigin(origin, allowedOrigins),
    'Access-Control-Expose-Headers': 'Retry-After',
    Vary: 'Origin',
  };
  return { ...answer, headers: { ...answer.headers, ...cors } };
}
