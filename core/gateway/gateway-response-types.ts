/** What API Gateway says by itself for each kind of answer (AWS: "Gateway response types for API Gateway"). */

interface Facts {
  /** The gateway response that shapes it. */
  readonly type: string;
  readonly status: number;
  /** The text, null where there is none. Some kinds say more, which comes with the request. */
  readonly message: string | null;
  /** The header `x-amzn-ErrorType`. */
  readonly errorType: string;
  /** What `$context.error.responseType` says. */
  readonly rendered: string;
  /** Whether `$context.error.messageString` begins with a space. */
  readonly spaced?: boolean;
}

/**
 * Sources beside the page of AWS. MiniStack 1.5.33, measured: the error types of the authorizer's failures, the rendered
 * type of AUTHORIZER_CONFIGURATION_ERROR, the leading space. Reports of users: the text of an explicit deny, which was
 * shorter some years ago. Unsettled: the type that answers a malformed answer of a function (502).
 */
export const RESPONSE_TYPES = {
  ACCESS_DENIED: denied(
    'User is not authorized to access this resource with an explicit deny in an identity-based policy',
  ),
  /** No statement of the authorizer's policy matched. */
  IMPLICIT_DENY: denied('User is not authorized to access this resource'),
  UNAUTHORIZED: facts('UNAUTHORIZED', 401, 'Unauthorized', 'UnauthorizedException'),
  AUTHORIZER_FAILURE: facts('AUTHORIZER_FAILURE', 500, null, 'AuthorizerConfigurationException'),
  AUTHORIZER_CONFIGURATION_ERROR: {
    ...facts(
      'AUTHORIZER_CONFIGURATION_ERROR',
      500,
      'Internal server error',
      'AuthorizerConfigurationException',
    ),
    rendered: 'API_CONFIGURATION_ERROR',
    spaced: true,
  },
  API_CONFIGURATION_ERROR: spaced(
    facts('API_CONFIGURATION_ERROR', 500, 'Internal server error', 'InternalServerErrorException'),
  ),
  MISSING_AUTHENTICATION_TOKEN: facts(
    'MISSING_AUTHENTICATION_TOKEN',
    403,
    'Missing Authentication Token',
    'MissingAuthenticationTokenException',
  ),
  /** An unknown route, where `Authorization` is no signature: MISSING_AUTHENTICATION_TOKEN does not shape it. */
  INCOMPLETE_SIGNATURE: facts('DEFAULT_4XX', 403, 'Forbidden', 'IncompleteSignatureException'),
  INVALID_API_KEY: facts('INVALID_API_KEY', 403, 'Forbidden', 'ForbiddenException'),
  BAD_REQUEST_PARAMETERS: spaced(
    facts('BAD_REQUEST_PARAMETERS', 400, 'Missing required request parameters', 'BadRequestException'),
  ),
  UNSUPPORTED_MEDIA_TYPE: facts(
    'UNSUPPORTED_MEDIA_TYPE',
    415,
    'Unsupported Media Type',
    'BadRequestException',
  ),
  THROTTLED: facts('THROTTLED', 429, 'Too Many Requests', 'TooManyRequestsException'),
  /** An event that is too large for Lambda. A body that is too large for API Gateway gets no gateway response. */
  REQUEST_TOO_LARGE: spaced(facts('REQUEST_TOO_LARGE', 413, 'Request Too Long', 'BadRequestException')),
  INTEGRATION_FAILURE: spaced(
    facts('INTEGRATION_FAILURE', 502, 'Internal server error', 'InternalServerErrorException'),
  ),
  INTEGRATION_TIMEOUT: facts(
    'INTEGRATION_TIMEOUT',
    504,
    'Endpoint request timed out',
    'InternalServerErrorException',
  ),
  /** A fault that has no type of its own, such as binary data in a template. */
  INTERNAL_ERROR: spaced(facts('DEFAULT_5XX', 500, 'Internal server error', 'InternalServerErrorException')),
} satisfies Readonly<Record<string, Facts>>;

export type GatewayResponseType = keyof typeof RESPONSE_TYPES;

export function factsOf(type: GatewayResponseType): Facts {
  return RESPONSE_TYPES[type];
}

function facts(type: string, status: number, message: string | null, errorType: string): Facts {
  return { type, status, message, errorType, rendered: type };
}

function denied(message: string): Facts {
  return facts('ACCESS_DENIED', 403, message, 'AccessDeniedException');
}

function spaced(one: Facts): Facts {
  return { ...one, spaced: true };
}
