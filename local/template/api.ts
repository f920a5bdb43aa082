/** Reads the REST API of a synthesized stack: its stages and domains, its methods, its gateway responses. */
import type * as v from 'valibot';
import type { GatewayResponse } from '../../core/gateway/fill-gateway-response.ts';
import type { MethodAddress } from '../../core/gateway/match.ts';
import { mockOf } from './mock.ts';
import type { MockIntegration } from './mock.ts';
import { apiKeysOf } from './api-keys.ts';
import type { ApiKey } from './api-keys.ts';
import { requireKnownTypes } from './api-types.ts';
import { functionIdOf, usable } from './resources.ts';
import type { TemplateResources } from './resources.ts';
import * as schema from './api-schema.ts';
import * as stageSchema from './stage-schema.ts';
import { throttlingOf } from './throttling.ts';
import type { Throttling } from './throttling.ts';

export interface MethodResource extends MethodAddress {
  readonly resourceId: string;
  readonly authorizer: AuthorizerResource | undefined;
  readonly needsApiKey: boolean;
  /** Parameters that a request has to have, such as `method.request.querystring.q`. */
  readonly requiredParameters: readonly string[];
  readonly integration: FunctionIntegration | MockIntegration;
}

/** `timeout` in milliseconds. */
export interface FunctionIntegration {
  readonly kind: 'function';
  readonly functionId: string;
  readonly timeout: number;
}

export interface AuthorizerResource {
  readonly name: string;
  readonly functionId: string;
}

export interface StageResource {
  readonly name: string;
  readonly accessLogFormat: string | undefined;
  readonly variables: Readonly<Record<string, string>>;
  readonly throttling: readonly Throttling[];
}

/** A mapping of a custom domain, or of a base path of it, to a stage. */
export interface DomainResource {
  readonly domainName: string;
  /** The first segment of the path; undefined when the whole domain is mapped. */
  readonly basePath: string | undefined;
  readonly stage: string;
}

export interface ApiResource {
  readonly id: string;
  /** At least one. */
  readonly stages: readonly [StageResource, ...StageResource[]];
  readonly domains: readonly DomainResource[];
  /** The types of bodies that are bytes. */
  readonly binaryMediaTypes: readonly string[];
  /** False where the API is called by its custom domains alone. */
  readonly hasDefaultEndpoint: boolean;
  readonly apiKeys: readonly ApiKey[];
  readonly methods: readonly MethodResource[];
  readonly gatewayResponses: readonly GatewayResponse[];
}

const NO_API = { properties: { BinaryMediaTypes: [], DisableExecuteApiEndpoint: false } };

/** Reads the API. Throws for one that the local run cannot run, and names the resource. */
export function readApi(resources: TemplateResources): ApiResource {
  const { apiId, ofType } = resources;
  requireKnownTypes(resources);
  const [{ properties: restApi } = NO_API] = ofType('AWS::ApiGateway::RestApi', schema.restApi);
  const methods = readMethods(resources);
  const [stage, ...otherStages] = ofType('AWS::ApiGateway::Stage', stageSchema.stage).map(
    ({ logicalId, properties }) => usable(logicalId, () => stageOf(properties, methods)),
  );
  if (stage === undefined) throw new Error('the local run needs a stack whose API has a stage');
  return {
    id: apiId,
    stages: [stage, ...otherStages],
    domains: ofType('AWS::ApiGateway::BasePathMapping', schema.basePathMapping).map(({ properties }) => ({
      domainName: domainNameOf(properties.DomainName, resources),
      basePath: properties.BasePath,
      stage: properties.Stage,
    })),
    binaryMediaTypes: restApi.BinaryMediaTypes,
    hasDefaultEndpoint: !restApi.DisableExecuteApiEndpoint,
    apiKeys: apiKeysOf(resources),
    methods,
    gatewayResponses: ofType('AWS::ApiGateway::GatewayResponse', schema.gatewayResponse).map(
      ({ properties }) => ({
        responseType: properties.ResponseType,
        statusCode: properties.StatusCode === undefined ? undefined : Number(properties.StatusCode),
        parameters: properties.ResponseParameters,
        bodyTemplate: properties.ResponseTemplates['application/json'],
      }),
    ),
  };
}

function readMethods(resources: TemplateResources): MethodResource[] {
  const { ofType } = resources;
  const paths = resourcePaths(ofType('AWS::ApiGateway::Resource', schema.resource));
  const authorizers = new Map(
    ofType('AWS::ApiGateway::Authorizer', schema.authorizer).map(({ logicalId, properties }) => [
      logicalId,
      usable(logicalId, () => authorizer(properties, resources)),
    ]),
  );
  const validators = new Map(
    ofType('AWS::ApiGateway::RequestValidator', schema.requestValidator).map(({ logicalId, properties }) => [
      logicalId,
      properties.ValidateRequestParameters,
    ]),
  );
  return ofType('AWS::ApiGateway::Method', schema.method).map(({ logicalId, properties }) => ({
    resourcePath: paths.get(properties.ResourceId) ?? '/',
    resourceId: properties.ResourceId,
    httpMethod: properties.HttpMethod,
    authorizer:
      properties.AuthorizationType === 'NONE'
        ? undefined
        : known('authorizer', authorizers, properties.AuthorizerId),
    needsApiKey: properties.ApiKeyRequired,
    requiredParameters: requiredParameters(properties, validators),
    integration: usable(logicalId, () => integration(properties.Integration, resources)),
  }));
}

/** A parameter that is required is asked for only where a validator looks at parameters. */
function requiredParameters(
  { RequestValidatorId: id, RequestParameters }: v.InferOutput<typeof schema.method>,
  validators: ReadonlyMap<string, boolean>,
): readonly string[] {
  if (id === undefined || !known('request validator', validators, id)) return [];
  return Object.keys(RequestParameters)
    .filter((name) => RequestParameters[name] === true)
    .toSorted();
}

function stageOf(
  properties: v.InferOutput<typeof stageSchema.stage>,
  methods: readonly MethodAddress[],
): StageResource {
  return {
    name: properties.StageName,
    accessLogFormat: properties.AccessLogSetting?.Format,
    variables: properties.Variables,
    throttling: properties.MethodSettings.flatMap((settings) => throttlingOf(settings, methods)),
  };
}

/** A mapping refers to a domain of the template, or names one that exists already. */
function domainNameOf(reference: string, { ofType }: TemplateResources): string {
  const own = ofType('AWS::ApiGateway::DomainName', schema.domainName).find(
    ({ logicalId }) => logicalId === reference,
  );
  return own?.properties.DomainName ?? reference;
}

function authorizer(
  properties: v.InferOutput<typeof schema.authorizer>,
  resources: TemplateResources,
): AuthorizerResource {
  const { Name, Type, AuthorizerResultTtlInSeconds, IdentitySource } = properties;
  if (Type !== 'REQUEST' || AuthorizerResultTtlInSeconds !== 0 || IdentitySource !== '') {
    throw new Error(
      `the local run knows REQUEST authorizers without identity source and cache only; ${Name} is another`,
    );
  }
  return { name: Name, functionId: functionIdOf(properties.AuthorizerUri, resources) };
}

function integration(
  properties: v.InferOutput<typeof schema.integration>,
  resources: TemplateResources,
): MethodResource['integration'] {
  if (properties.Type === 'MOCK') return mockOf(properties);
  return {
    kind: 'function',
    functionId: functionIdOf(properties.Uri, resources),
    timeout: properties.TimeoutInMillis,
  };
}

function resourcePaths(
  all: readonly { logicalId: string; properties: v.InferOutput<typeof schema.resource> }[],
): ReadonlyMap<string, string> {
  const byId = new Map(all.map(({ logicalId, properties }) => [logicalId, properties]));
  const pathOf = (id: string): string => {
    const own = byId.get(id);
    return own === undefined ? '' : `${pathOf(own.ParentId)}/${own.PathPart}`;
  };
  return new Map([...byId.keys()].map((id) => [id, pathOf(id)]));
}

function known<T>(kind: string, map: ReadonlyMap<string, T>, id: string | undefined): T {
  const value = id === undefined ? undefined : map.get(id);
  if (value === undefined)
    throw new Error(`a method has the ${kind} ${String(id)}, which the template does not have`);
  return value;
}
