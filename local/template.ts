/** Reads a synthesized stack: its functions, its tables, its REST API and its custom resources. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { otherAllowedOrigins } from './cors-template.ts';
import { resolve } from './intrinsics.ts';
import type { Reference } from './intrinsics.ts';
import * as schema from './template-schema.ts';

/** Where the stack pretends to be. */
const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::Region': 'us-east-1',
  'AWS::AccountId': '000000000000',
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': 'StepUp',
};

export interface Template {
  readonly region: string;
  readonly accountId: string;
  readonly functions: readonly FunctionResource[];
  readonly tables: readonly TableResource[];
  readonly api: ApiResource;
  /** In the order in which they may run. */
  readonly customResources: readonly CustomResource[];
}

/** `timeout` in seconds, `memorySize` in MB, `folder` the code. */
export interface FunctionResource {
  readonly logicalId: string;
  readonly folder: string;
  readonly handler: string;
  readonly runtime: string;
  readonly timeout: number;
  readonly memorySize: number;
  readonly environment: Readonly<Record<string, string>>;
}

export type TableResource = v.InferOutput<typeof schema.table> & { readonly name: string };

export interface CustomResource {
  readonly logicalId: string;
  readonly type: string;
  readonly functionId: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface MethodResource {
  /** `/payments/{id}` */
  readonly template: string;
  readonly resourceId: string;
  /** `ANY` stands for all that have no method of their own. */
  readonly httpMethod: string;
  readonly authorizer: AuthorizerResource | undefined;
  readonly integration:
    | { readonly kind: 'function'; readonly functionId: string }
    | {
        readonly kind: 'mock';
        readonly statusCode: number;
        readonly headers: Readonly<Record<string, string>>;
        /** Origins that are answered with themselves instead of the one in `headers`. */
        readonly otherOrigins: readonly string[];
      };
}

export interface AuthorizerResource {
  readonly name: string;
  readonly functionId: string;
}

export interface GatewayResponseResource {
  readonly responseType: string;
  readonly statusCode: number | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  readonly template: string | undefined;
}

export interface Throttling {
  readonly httpMethod: string;
  readonly template: string;
  readonly rate: number;
  readonly burst: number;
}

export interface ApiResource {
  readonly id: string;
  readonly stage: string;
  readonly accessLogFormat: string | undefined;
  readonly throttling: readonly Throttling[];
  readonly methods: readonly MethodResource[];
  readonly gatewayResponses: readonly GatewayResponseResource[];
}

type Resources = ReadonlyMap<string, v.InferOutput<typeof schema.resource>>;

/** Reads `<stack>.template.json` and the `<stack>.assets.json` beside it. Throws, naming the resource, for what it cannot run. */
export function readTemplate(file: string): Template {
  const resources: Resources = new Map(Object.entries(readJson(schema.template, file).Resources));
  const assets = readJson(schema.assets, file.replace(/template\.json$/, 'assets.json'));
  const reference = referenceIn(resources);
  const of: ResourcesOfType = (type, properties) =>
    [...resources]
      .filter(([, { Type }]) => (typeof type === 'string' ? Type === type : type.test(Type)))
      .map(([logicalId, { Type, Properties }]) => ({
        logicalId,
        type: Type,
        properties: readProperties(logicalId, Properties, reference, properties),
      }));

  return {
    region: PSEUDO_PARAMETERS['AWS::Region'] ?? '',
    accountId: PSEUDO_PARAMETERS['AWS::AccountId'] ?? '',
    functions: of('AWS::Lambda::Function', schema.lambdaFunction).map(({ logicalId, properties }) => ({
      logicalId,
      folder: join(dirname(file), assetPath(assets, properties.Code.S3Key, logicalId)),
      handler: properties.Handler,
      runtime: properties.Runtime,
      timeout: properties.Timeout,
      memorySize: properties.MemorySize,
      environment: properties.Environment.Variables,
    })),
    tables: of('AWS::DynamoDB::Table', schema.table).map(({ logicalId, properties }) => ({
      ...properties,
      name: logicalId,
    })),
    api: readApi(resources, of),
    customResources: of(CUSTOM_RESOURCE, schema.customResource).map((resource) => ({
      ...resource,
      functionId: functionIdOf(resource.properties.ServiceToken),
    })),
  };
}

const CUSTOM_RESOURCE = /^(Custom::|AWS::CloudFormation::CustomResource$)/;

function readJson<Schema extends v.GenericSchema>(jsonSchema: Schema, file: string): v.InferOutput<Schema> {
  return v.parse(jsonSchema, JSON.parse(readFileSync(file, 'utf8')));
}

/** Resolves and checks the properties of a resource that is needed: of others, nothing has to be known. */
function readProperties<Schema extends v.GenericSchema>(
  logicalId: string,
  properties: unknown,
  reference: Reference,
  propertiesSchema: Schema,
): v.InferOutput<Schema> {
  try {
    return v.parse(propertiesSchema, resolve(properties, reference));
  } catch (cause) {
    const path = v.isValiError(cause) ? (v.getDotPath(cause.issues[0]) ?? '') : '';
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`the local run cannot use ${logicalId} ${path}: ${message}`, { cause });
  }
}

function assetPath({ files }: v.InferOutput<typeof schema.assets>, key: string, logicalId: string): string {
  const path = files[key.replace(/\.zip$/, '')]?.source.path;
  if (path === undefined)
    throw new Error(`${logicalId}: the assets beside the template lack its code ${key}`);
  return path;
}

type ResourcesOfType = <Schema extends v.GenericSchema>(
  type: string | RegExp,
  properties: Schema,
) => { logicalId: string; type: string; properties: v.InferOutput<Schema> }[];

function readApi(resources: Resources, of: ResourcesOfType): ApiResource {
  const [stage, ...otherStages] = of('AWS::ApiGateway::Stage', schema.stage);
  if (stage === undefined || otherStages.length > 0)
    throw new Error('the local run wants a stack with exactly one API stage');
  const templates = resourceTemplates(of('AWS::ApiGateway::Resource', schema.apiResource));
  const authorizers = new Map(
    of('AWS::ApiGateway::Authorizer', schema.authorizer).map(({ logicalId, properties }) => [
      logicalId,
      authorizer(properties),
    ]),
  );
  return {
    id: apiIdOf(resources),
    stage: stage.properties.StageName,
    accessLogFormat: stage.properties.AccessLogSetting?.Format,
    throttling: stage.properties.MethodSettings.flatMap(throttling),
    methods: of('AWS::ApiGateway::Method', schema.method).map(({ properties }) => ({
      template: templates.get(properties.ResourceId) ?? '/',
      resourceId: properties.ResourceId,
      httpMethod: properties.HttpMethod,
      authorizer:
        properties.AuthorizationType === 'NONE' ? undefined : known(authorizers, properties.AuthorizerId),
      integration: integration(properties.Integration),
    })),
    gatewayResponses: of('AWS::ApiGateway::GatewayResponse', schema.gatewayResponse).map(
      ({ properties }) => ({
        responseType: properties.ResponseType,
        statusCode: properties.StatusCode === undefined ? undefined : Number(properties.StatusCode),
        parameters: properties.ResponseParameters,
        template: properties.ResponseTemplates['application/json'],
      }),
    ),
  };
}

function authorizer(properties: v.InferOutput<typeof schema.authorizer>): AuthorizerResource {
  const { Name, Type, AuthorizerResultTtlInSeconds, IdentitySource } = properties;
  if (Type !== 'REQUEST' || AuthorizerResultTtlInSeconds !== 0 || IdentitySource !== undefined) {
    throw new Error(
      `the local run knows REQUEST authorizers without identity source and cache only; ${Name} is another`,
    );
  }
  return { name: Name, functionId: functionIdOf(properties.AuthorizerUri) };
}

function integration(properties: v.InferOutput<typeof schema.integration>): MethodResource['integration'] {
  if (properties.Type === 'AWS_PROXY')
    return { kind: 'function', functionId: functionIdOf(properties.Uri ?? '') };
  const [response] = properties.IntegrationResponses;
  const template = Object.values(response?.ResponseTemplates ?? {}).join('');
  const headers = Object.entries(response?.ResponseParameters ?? {}).map(
    ([name, value]): [string, string] => [
      name.replace('method.response.header.', ''),
      value.replace(/^'|'$/g, ''),
    ],
  );
  return {
    kind: 'mock',
    statusCode: Number(response?.StatusCode ?? 200),
    headers: Object.fromEntries(headers),
    otherOrigins: otherAllowedOrigins(template),
  };
}

function throttling(settings: v.InferOutput<typeof schema.methodSettings>): Throttling[] {
  const { HttpMethod, ResourcePath, ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = settings;
  if (rate === undefined || burst === undefined) return [];
  return [{ httpMethod: HttpMethod, template: ResourcePath.slice(1).replaceAll('~1', '/'), rate, burst }];
}

function resourceTemplates(
  all: readonly { logicalId: string; properties: v.InferOutput<typeof schema.apiResource> }[],
): ReadonlyMap<string, string> {
  const byId = new Map(all.map(({ logicalId, properties }) => [logicalId, properties]));
  const templateOf = (id: string): string => {
    const own = byId.get(id);
    return own === undefined ? '' : `${templateOf(own.ParentId)}/${own.PathPart}`;
  };
  return new Map([...byId.keys()].map((id) => [id, templateOf(id)]));
}

/** Names are logical ids, ARNs are built from them. */
function referenceIn(resources: Resources): Reference {
  const apiId = apiIdOf(resources);
  return (logicalId, attribute) => {
    const pseudo = PSEUDO_PARAMETERS[logicalId];
    if (pseudo !== undefined) return pseudo;
    const type = resources.get(logicalId)?.Type;
    if (type === undefined) throw new Error(`it refers to ${logicalId}, which the template does not have`);
    if (type === 'AWS::ApiGateway::RestApi') return attribute === 'RootResourceId' ? 'root' : apiId;
    return attribute === 'Arn'
      ? `arn:aws:${type.split('::')[1]?.toLowerCase() ?? ''}:us-east-1:000000000000:${logicalId}`
      : logicalId;
  };
}

/** API ids are ten lower case letters and digits. */
function apiIdOf(resources: ReadonlyMap<string, { readonly Type: string }>): string {
  const logicalId = [...resources].find(([, { Type }]) => Type === 'AWS::ApiGateway::RestApi')?.[0] ?? '';
  return logicalId.toLowerCase().slice(-10).padStart(10, '0');
}

/** The logical id at the end of a function's ARN, wherever that stands. */
function functionIdOf(text: string): string {
  const id = /arn:aws:lambda:[^:]+:\d+:([A-Za-z0-9]+)/.exec(text)?.[1];
  if (id === undefined) throw new Error(`${text} names no function of the stack`);
  return id;
}

function known<T>(map: ReadonlyMap<string, T>, id: string | undefined): T {
  const value = id === undefined ? undefined : map.get(id);
  if (value === undefined)
    throw new Error(`a method has the authorizer ${String(id)}, which the template does not have`);
  return value;
}
