/**
 * Warns of an API that lets pages of other origins call it, while the trust config names none: browsers then keep step-up's
 * answers from these pages, and a client in a page never sees a challenge (Fetch standard, "CORS check").
 */
import { Annotations, CfnResource } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as v from 'valibot';
import { match } from '../../core/gateway/match.ts';
import { renderedProperties } from './rendered-properties.ts';
import { isProtected } from './unprotected/finding.ts';
import { attachedTo } from './visible-api.ts';
import { visibleMethods } from './visible-methods.ts';
import type { VisibleMethod } from './visible-methods.ts';

/** Where the API allows origins, and which. */
interface AllowingPart {
  readonly where: string;
  readonly origins: readonly string[];
}

export interface OwnCors {
  readonly authorizer: apigateway.CfnAuthorizer;
  /** The methods of this construct. */
  readonly own: readonly CfnResource[];
  /** Gateway responses that allowed origins before this construct wrote its own. */
  readonly before: readonly AllowingPart[];
  /** The gateway response of a refusal. */
  readonly denied: apigateway.CfnGatewayResponse | undefined;
}

/** In the validation of the API: by then it has all its methods. */
export function warnOfOwnCors(api: apigateway.RestApi, given: OwnCors): void {
  api.node.addValidation({
    validate: () => {
      if (given.denied !== undefined && allowedByResponse(given.denied) !== undefined) return [];
      const { methods } = visibleMethods(api, given.authorizer);
      const called = methods.filter((one) => isProtected(one) && !given.own.includes(one.cfnMethod));
      const parts = called.length === 0 ? [] : partsOf(api, called, methods, given.before);
      if (parts.length > 0)
        Annotations.of(api).addWarningV2('step-up-authorizer:own-cors', textOf(api, parts));
      return [];
    },
  });
}

function partsOf(
  api: apigateway.RestApi,
  called: readonly VisibleMethod[],
  methods: readonly VisibleMethod[],
  before: readonly AllowingPart[],
): readonly AllowingPart[] {
  // The app may have added some after this construct.
  return [...preflightsOf(called, methods), ...before, ...responsesAllowingOrigins(api)];
}

/** The gateway responses of the API that allow an origin, as they are now. */
export function responsesAllowingOrigins(api: apigateway.RestApi): readonly AllowingPart[] {
  return api.node.root.node
    .findAll()
    .filter((node) => CfnResource.isCfnResource(node))
    .filter((node) => node.cfnResourceType === apigateway.CfnGatewayResponse.CFN_RESOURCE_TYPE_NAME)
    .filter((response) => attachedTo(api, response))
    .flatMap((response) => {
      const origin = allowedByResponse(response);
      const { ResponseType: type } = renderedProperties(response);
      return origin === undefined
        ? []
        : [{ where: `the gateway response ${String(type)}`, origins: [originIn(origin)] }];
    });
}

const parameters = v.object({ ResponseParameters: v.record(v.string(), v.unknown()) });

/** What a response writes into the header; undefined where it has none. Header names are compared without case (RFC 9110 §5.1). */
function allowedBy(response: unknown, place: 'gatewayresponse' | 'method.response'): unknown {
  if (!v.is(parameters, response)) return undefined;
  const header = `${place}.header.access-control-allow-origin`;
  const [found] = Object.entries(response.ResponseParameters).filter(
    ([name]) => name.toLowerCase() === header,
  );
  return found?.[1];
}

function allowedByResponse(response: CfnResource): unknown {
  return allowedBy(renderedProperties(response), 'gatewayresponse');
}

/** The methods that answer the preflights for those that are called, and allow an origin. */
function preflightsOf(
  called: readonly VisibleMethod[],
  methods: readonly VisibleMethod[],
): readonly AllowingPart[] {
  const answering = called.flatMap(
    ({ resourcePath }) => match(methods, 'OPTIONS', resourcePath)?.method ?? [],
  );
  return [...new Set(answering)].flatMap(({ cfnMethod, resourcePath }) => {
    const origins = allowedByMethod(cfnMethod);
    return origins.length === 0 ? [] : [{ where: `OPTIONS ${resourcePath}`, origins }];
  });
}

const integration = v.object({ IntegrationResponses: v.array(v.unknown()) });
const templates = v.object({ ResponseTemplates: v.record(v.string(), v.unknown()) });

/** CDK writes the first origin into the header, and the others into a template. */
function allowedByMethod(method: CfnResource): readonly string[] {
  const { Integration: given } = renderedProperties(method);
  if (!v.is(integration, given)) return [];
  return given.IntegrationResponses.flatMap((response) => {
    const origin = allowedBy(response, 'method.response');
    if (origin === undefined) return [];
    const further = v.is(templates, response) ? Object.values(response.ResponseTemplates) : [];
    return [originIn(origin), ...further.flatMap(originsInTemplate)];
  });
}

function originsInTemplate(template: unknown): readonly string[] {
  return typeof template === 'string' ? (template.match(/https?:\/\/[^"'\s]+/g) ?? []) : [];
}

const UNKNOWN = 'an origin that only the deployment knows';

/** A mapping of a fixed text stands between apostrophes (Amazon API Gateway: "Gateway response setup"). */
function originIn(mapping: unknown): string {
  return typeof mapping === 'string' && /^'.*'$/.test(mapping) ? mapping.slice(1, -1) : UNKNOWN;
}

/** More are not named. */
const MOST_PLACES = 5;

function textOf(api: apigateway.RestApi, parts: readonly AllowingPart[]): string {
  const origins = [...new Set(parts.flatMap((part) => part.origins))];
  const places = [...new Set(parts.map(({ where }) => where))];
  const others = places.length > MOST_PLACES ? ` and ${places.length - MOST_PLACES} more` : '';
  const named = origins.filter((one) => one !== '*' && one !== UNKNOWN);
  const write = named.length === 0 ? ['https://app.example.com'] : named;
  return (
    `${api.node.path} lets pages of ${origins.map(nameOf).join(', ')} call it ` +
    `(${places.slice(0, MOST_PLACES).join(', ')}${others}), and the trust config has no cors: browsers keep step-up's answers ` +
    'from these pages, challenges, too. Name the origins of your pages in the trust config, as in ' +
    `"cors": { "allowedOrigins": ${JSON.stringify(write)} }. If no page calls a protected method, acknowledge this.`
  );
}

function nameOf(origin: string): string {
  return origin === '*' ? 'any origin (*)' : origin;
}
