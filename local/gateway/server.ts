/** A gateway on loopback that behaves as a REST API of API Gateway, for the resources that our template contains. */
import { createServer, validateHeaderName, validateHeaderValue } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Functions } from '../functions/functions.ts';
import type { Template } from '../template/template.ts';
import { roundTrip } from './round-trip.ts';
import { requireKnownMappings } from '../../core/gateway/fill-gateway-response.ts';
import type { ContextVariables } from '../../core/gateway/mapping.ts';
import type { HttpResponse } from './integration.ts';
import { listen } from '../ports.ts';
import type { Port } from '../ports.ts';
import { readRequest } from './request.ts';
import { createThrottle } from './throttle.ts';

/** Amazon API Gateway quotas, in bytes. */
const LARGEST_BODY = 10 * 1024 * 1024;
const LARGEST_HEADERS = 10_240;

/** The most bytes of headers that Node.js reads: more than API Gateway accepts, so that the gateway makes the refusal. */
const READABLE_HEADERS = 128 * 1024;

/** The longest time for the headers and for the whole request, and the interval of the check; in milliseconds. */
const SLOWEST = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 5_000 };

export interface Gateway {
  /** Base URL, with the first stage. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

export interface GatewayOptions {
  readonly template: Template;
  readonly functions: Functions;
  readonly port: Port;
  readonly onAccessLog?: (line: string) => void;
  /** A fault of the gateway itself, which has no counterpart on AWS. */
  readonly onFault?: (error: unknown) => void;
}

const FAULT: HttpResponse = { statusCode: 500, headers: [], body: '{"message":"Internal server error"}' };

/** Starts listening on 127.0.0.1. Throws when the template has something that the gateway does not know. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { template, onFault = () => undefined } = options;
  requireKnownMappings(template.api.gatewayResponses);
  const answer = createHandler(options);
  const server = createServer({ maxHeaderSize: READABLE_HEADERS, ...SLOWEST }, (message, response) => {
    void answer(message)
      .then((ready) => {
        write(response, ready);
      })
      .catch((error: unknown) => {
        // The client has closed the connection before its request was complete: this is not a fault of the gateway.
        if (message.destroyed && !message.complete) return;
        onFault(error);
        if (!response.headersSent) write(response, FAULT);
      });
  });
  const port = await listen(server, options.port);
  return {
    url: `http://127.0.0.1:${port}/${template.api.stages[0].name}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function createHandler({ template, functions, onAccessLog, onFault }: GatewayOptions) {
  const throttle = createThrottle(template.api.stages, () => Date.now());
  return async (message: IncomingMessage): Promise<HttpResponse> => {
    const request = readRequest(message, template.api);
    if (request === undefined) return NO_STAGE;
    if (request.headerBytes > LARGEST_HEADERS) return HEADERS_TOO_LARGE;
    const body = await readBody(message);
    if (body === undefined) return BODY_TOO_LARGE;
    const { response, variables } = await roundTrip(request, body, { template, functions, throttle });
    const ids = [
      ['x-amzn-RequestId', request.requestId],
      ['x-amz-apigw-id', request.extendedRequestId],
    ] as const;
    const sent = sendable({ ...response, headers: [...ids, ...response.headers] }, onFault);
    const measured = {
      status: String(sent.statusCode),
      responseLength: String(Buffer.byteLength(sent.body)),
      responseLatency: String(Date.now() - request.time.getTime()),
    };
    onAccessLog?.(renderLog(request.stage.accessLogFormat ?? '', { ...variables, ...measured }));
    return sent;
  };
}

const NO_STAGE: HttpResponse = {
  statusCode: 403,
  headers: [
    ['Content-Type', 'application/json'],
    ['x-amzn-ErrorType', 'ForbiddenException'],
  ],
  body: '{"message":"Forbidden"}',
};

/**
 * What is too large never comes as far as the gateway responses. The answer to a body was recorded on AWS
 * (koki-develop/lgtm-generator issue 10); of that to headers, users report the text, and the status is a guess.
 */
const BODY_TOO_LARGE = tooLarge(`HTTP content length exceeded ${LARGEST_BODY} bytes.`);
const HEADERS_TOO_LARGE = tooLarge(`HTTP header is larger than ${LARGEST_HEADERS} bytes.`);

function tooLarge(body: string): HttpResponse {
  return { statusCode: 413, headers: [['Content-Type', 'text; charset=utf-8']], body };
}

/** The response, if HTTP allows its headers. */
function sendable(response: HttpResponse, onFault: GatewayOptions['onFault']): HttpResponse {
  try {
    for (const [name, value] of response.headers) {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    }
    return response;
  } catch (error) {
    onFault?.(error);
    return FAULT;
  }
}

/** A variable that is not set is a dash in the access log. */
function renderLog(format: string, variables: ContextVariables): string {
  return format.replace(/\$context\.([A-Za-z0-9_.]+)/g, (_, name: string) => variables[name] ?? '-');
}

/** The body, or undefined when it is larger than API Gateway accepts. */
async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.byteLength;
    if (size <= LARGEST_BODY) chunks.push(bytes);
  }
  return size > LARGEST_BODY ? undefined : Buffer.concat(chunks);
}

function write(response: ServerResponse, { statusCode, headers, body }: HttpResponse): void {
  for (const [name, value] of headers) response.appendHeader(name, value);
  response.writeHead(statusCode).end(body);
}
