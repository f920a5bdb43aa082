/** The answers that API Gateway gives itself, as the API's gateway responses shape them. */
import { factsOf } from './gateway-response-types.ts';
import type { GatewayResponseType } from './gateway-response-types.ts';
import { mappedValue, mappingOf } from './mapping.ts';
import type { ContextVariables, RequestParameters } from './mapping.ts';
import { ownValue } from '../own-value.ts';

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

/** What fills a gateway response. */
export interface Filling {
  readonly variables: ContextVariables;
  readonly parameters?: RequestParameters;
  /** In place of the text of the type. */
  readonly message?: string | undefined;
}

/** Fills the API's own gateway response of a type, or of its default; without one, what AWS answers by itself. */
export function gatewayResponse(
  type: GatewayResponseType,
  responses: readonly GatewayResponse[],
  { variables, parameters = {}, message }: Filling,
): FilledGatewayResponse {
  const facts = factsOf(type);
  const own = find(responses, facts.type, facts.status);
  const all = { ...variables, ...errorVariables(facts, message ?? facts.message) };
  const mapped = Object.entries(own?.parameters ?? {})
    .map(([name, mapping]) => [
      name.replace('gatewayresponse.header.', ''),
      mappedValue(mapping, all, parameters),
    ])
    .filter((header): header is [string, string] => header[1] !== undefined);
  return {
    statusCode: own?.statusCode ?? facts.status,
    headers: replaced(
      [
        ['Content-Type', 'application/json'],
        ['x-amzn-ErrorType', facts.errorType],
      ],
      mapped,
    ),
    body: substitute(own?.bodyTemplate ?? defaultTemplate(facts.type, own !== undefined), all),
  };
}

/** No integration has answered, so that `$context.status` is empty (MiniStack, measured). */
function errorVariables(
  { rendered, spaced = false }: ReturnType<typeof factsOf>,
  message: string | null,
): ContextVariables {
  return {
    'error.message': message ?? '',
    'error.messageString': `${spaced ? ' ' : ''}${JSON.stringify(message)}`,
    'error.responseType': rendered,
    status: '',
  };
}

/**
 * What AWS answers without a template. The key of ACCESS_DENIED has a capital letter, unless the type, or DEFAULT_4XX, was
 * customised (MiniStack, not marked as measured).
 */
function defaultTemplate(type: string, isCustomised: boolean): string {
  const key = type === 'ACCESS_DENIED' && !isCustomised ? 'Message' : 'message';
  return `{"${key}":$context.error.messageString}`;
}

/** A specific type wins over the default of its class. REQUEST_TOO_LARGE cannot be customised. */
function find(responses: readonly GatewayResponse[], type: string, status: number) {
  if (type === 'REQUEST_TOO_LARGE') return undefined;
  const byDefault = status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX';
  return (
    responses.find(({ responseType }) => responseType === type) ??
    responses.find(({ responseType }) => responseType === byDefault)
  );
}

/** Throws for a mapping that is not known here: better at the start than in an answer. */
export function requireKnownMappings(responses: readonly GatewayResponse[]): void {
  for (const { responseType, parameters } of responses) {
    for (const [name, mapping] of Object.entries(parameters)) {
      if (mappingOf(mapping) !== undefined) continue;
      throw new Error(
        `gateway response ${responseType}: the local gateway does not know the mapping ${mapping} of ${name}: ` +
          "use a 'literal', context.…, stageVariables.… or method.request.header|path|querystring.…",
      );
    }
  }
}

/** A mapped header replaces the gateway's own header of that name. */
function replaced(own: readonly [string, string][], mapped: readonly [string, string][]) {
  const names = new Set(mapped.map(([name]) => name.toLowerCase()));
  return [...own.filter(([name]) => !names.has(name.toLowerCase())), ...mapped];
}

/** Plain substitution: no VTL runs and nothing is escaped. A variable that is not set is empty. */
function substitute(bodyTemplate: string, variables: ContextVariables): string {
  return bodyTemplate.replace(
    VARIABLE,
    (_, name: string) => ownValue(variables, name.replace(/^context\./, '')) ?? '',
  );
}

const VARIABLE = /\$((?:context|stageVariables)\.(?:[A-Za-z0-9_.]*[A-Za-z0-9_]))/g;
