/** The answers that API Gateway gives itself (AWS: "Gateway response types for API Gateway"). */

/** A gateway response of an API: what it says for one type, or for one of the two defaults. */
export interface GatewayResponse {
  readonly responseType: string;
  readonly statusCode: number | undefined;
  /** Header mappings by `gatewayresponse.header.<name>`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The template for JSON. */
  readonly bodyTemplate: string | undefined;
}

/** A gateway response, filled: what the client gets. */
export interface FilledGatewayResponse {
  readonly statusCode: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** Status and text of each type, unless the template says otherwise. */
const TYPES = {
  ACCESS_DENIED: [403, 'User is not authorized to access this resource with an explicit deny'],
  IMPLICIT_DENY: [403, 'User is not authorized to access this resource'],
  UNAUTHORIZED: [401, 'Unauthorized'],
  AUTHORIZER_FAILURE: [500, null],
  AUTHORIZER_CONFIGURATION_ERROR: [500, null],
  MISSING_AUTHENTICATION_TOKEN: [403, 'Missing Authentication Token'],
  THROTTLED: [429, 'Too Many Requests'],
  REQUEST_TOO_LARGE: [413, 'Request Too Long'],
  INTEGRATION_FAILURE: [502, 'Internal server error'],
  INTEGRATION_TIMEOUT: [504, 'Endpoint request timed out'],
} as const;

export type GatewayResponseType = keyof typeof TYPES;

/** What `$context` means in a mapping or a template. */
export type ContextVariables = Readonly<Record<string, string>>;

/** Parameters of the request that a header mapping may name, such as `method.request.header.origin`. */
export type RequestParameters = Readonly<Record<string, string>>;

/** Fills the API's own gateway response of a type, or of its default; without one, what AWS answers by itself. */
export function gatewayResponse(
  type: GatewayResponseType,
  responses: readonly GatewayResponse[],
  variables: ContextVariables,
  parameters: RequestParameters = {},
): FilledGatewayResponse {
  const [defaultStatus, message] = TYPES[type];
  const responseType = type === 'IMPLICIT_DENY' ? 'ACCESS_DENIED' : type;
  const own = find(responses, responseType, defaultStatus);
  const all = {
    ...variables,
    'error.message': message ?? '',
    'error.messageString': JSON.stringify(message),
    'error.responseType': responseType,
  };
  const mapped = Object.entries(own?.parameters ?? {})
    .map(([name, mapping]) => [
      name.replace('gatewayresponse.header.', ''),
      headerValue(mapping, all, parameters),
    ])
    .filter((header): header is [string, string] => header[1] !== undefined);
  return {
    statusCode: own?.statusCode ?? defaultStatus,
    headers: replaced(
      [
        ['Content-Type', 'application/json'],
        ['x-amzn-ErrorType', ERROR_TYPES[responseType]],
      ],
      mapped,
    ),
    body:
      own?.bodyTemplate === undefined
        ? defaultBody(responseType, message)
        : substitute(own.bodyTemplate, all),
  };
}

const ERROR_TYPES: Readonly<Record<Exclude<GatewayResponseType, 'IMPLICIT_DENY'>, string>> = {
  ACCESS_DENIED: 'AccessDeniedException',
  UNAUTHORIZED: 'UnauthorizedException',
  AUTHORIZER_FAILURE: 'InternalServerErrorException',
  AUTHORIZER_CONFIGURATION_ERROR: 'AuthorizerConfigurationException',
  MISSING_AUTHENTICATION_TOKEN: 'MissingAuthenticationTokenException',
  THROTTLED: 'TooManyRequestsException',
  REQUEST_TOO_LARGE: 'RequestTooLargeException',
  INTEGRATION_FAILURE: 'InternalServerErrorException',
  INTEGRATION_TIMEOUT: 'InternalServerErrorException',
};

/** A specific type wins over the default of its class. REQUEST_TOO_LARGE cannot be customised. */
function find(responses: readonly GatewayResponse[], type: string, status: number) {
  if (type === 'REQUEST_TOO_LARGE') return undefined;
  const byDefault = status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX';
  return (
    responses.find(({ responseType }) => responseType === type) ??
    responses.find(({ responseType }) => responseType === byDefault)
  );
}

const LITERAL = /^'(.*)'$/;
const CONTEXT = /^context\.(.+)$/;
const PARAMETER = /^method\.request\.(header|path|querystring)\.(.+)$/;

/** Throws for a mapping that is not known here: better at the start than in an answer. */
export function requireKnownMappings(responses: readonly GatewayResponse[]): void {
  for (const { responseType, parameters } of responses) {
    for (const [name, mapping] of Object.entries(parameters)) {
      if ([LITERAL, CONTEXT, PARAMETER].some((known) => known.test(mapping))) continue;
      throw new Error(
        `gateway response ${responseType}: the local gateway does not know the mapping ${mapping} of ${name}: ` +
          "use a 'literal', context.… or method.request.header|path|querystring.…",
      );
    }
  }
}

function headerValue(
  mapping: string,
  variables: ContextVariables,
  parameters: RequestParameters,
): string | undefined {
  const literal = LITERAL.exec(mapping)?.[1];
  if (literal !== undefined) return literal;
  const variable = CONTEXT.exec(mapping)?.[1];
  if (variable !== undefined) return variables[variable];
  const [, location, name = ''] = PARAMETER.exec(mapping) ?? [];
  // The case of header names does not matter.
  return parameters[`method.request.${location}.${location === 'header' ? name.toLowerCase() : name}`];
}

/** A mapped header replaces the gateway's own header of that name. */
function replaced(own: readonly [string, string][], mapped: readonly [string, string][]) {
  const names = new Set(mapped.map(([name]) => name.toLowerCase()));
  return [...own.filter(([name]) => !names.has(name.toLowerCase())), ...mapped];
}

/** Plain substitution: no VTL runs and nothing is escaped. A variable that is not set, and any stage variable, is empty. */
function substitute(bodyTemplate: string, variables: ContextVariables): string {
  return bodyTemplate
    .replace(/\$stageVariables\.[A-Za-z0-9_]+/g, '')
    .replace(/\$context\.([A-Za-z0-9_.]*[A-Za-z0-9_])/g, (_, name: string) => variables[name] ?? '');
}

/** ACCESS_DENIED writes a capital `Message`, the others do not. */
function defaultBody(type: string, message: string | null): string {
  return JSON.stringify(type === 'ACCESS_DENIED' ? { Message: message } : { message });
}
