/** The resources of a REST API that the local run reads, with all their properties (AWS: CloudFormation template reference). */
import * as v from 'valibot';
import { EMPTY, known, OFF, only } from './known-properties.ts';

const texts = v.record(v.string(), v.string());
const flag = v.optional(v.boolean(), false);

export const endpointConfiguration = known({ Types: v.optional(v.array(only('EDGE', 'REGIONAL')), []) }, [
  'IpAddressType',
  'VpcEndpointIds',
]);

export const restApi = known(
  {
    BinaryMediaTypes: v.optional(v.array(v.string()), []),
    DisableExecuteApiEndpoint: flag,
    ApiKeySourceType: v.optional(only('HEADER')),
    EndpointConfiguration: v.optional(endpointConfiguration),
  },
  // Mode, FailOnWarnings and Parameters are about a Body, which is refused; TLS is not part of the local run.
  [
    'Name',
    'Description',
    'Tags',
    'Version',
    'Mode',
    'FailOnWarnings',
    'Parameters',
    'SecurityPolicy',
    'EndpointAccessMode',
  ],
);

export const resource = known({ ParentId: v.string(), PathPart: v.string() }, ['RestApiId']);

export const authorizer = known(
  {
    Name: v.string(),
    Type: v.string(),
    AuthorizerUri: v.string(),
    AuthorizerResultTtlInSeconds: v.optional(v.number(), 300),
    /** CDK writes an empty text where there is none. */
    IdentitySource: v.optional(v.string(), ''),
  },
  // IAM is not enforced; AuthType is for other tools.
  ['RestApiId', 'AuthType', 'AuthorizerCredentials'],
);

const contentHandling = v.optional(only('CONVERT_TO_TEXT'));

export const integrationResponse = known(
  {
    StatusCode: v.string(),
    SelectionPattern: v.optional(v.string()),
    ResponseParameters: v.optional(texts, {}),
    ResponseTemplates: v.optional(texts, {}),
    ContentHandling: contentHandling,
  },
  [],
);

/** What both kinds of integration may have without effect: keys of a cache that is refused, and a role. */
const ANY_INTEGRATION = ['CacheKeyParameters', 'CacheNamespace', 'Credentials'];

export const mockIntegration = known(
  {
    Type: v.literal('MOCK'),
    PassthroughBehavior: v.optional(only('WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'), 'WHEN_NO_MATCH'),
    RequestTemplates: v.optional(texts, {}),
    RequestParameters: EMPTY,
    ContentHandling: contentHandling,
    IntegrationResponses: v.optional(v.array(integrationResponse), []),
  },
  // A mock calls nothing.
  [...ANY_INTEGRATION, 'Uri', 'IntegrationHttpMethod', 'TimeoutInMillis', 'ConnectionType'],
);

export const functionIntegration = known(
  {
    Type: v.literal('AWS_PROXY'),
    Uri: v.string(),
    // A function is invoked by POST. With another method, API Gateway answers every request with a 500.
    IntegrationHttpMethod: v.optional(only('POST')),
    TimeoutInMillis: v.optional(v.number(), 29_000),
    ConnectionType: v.optional(only('INTERNET')),
    ResponseTransferMode: v.optional(only('BUFFERED')),
    RequestParameters: EMPTY,
  },
  // A proxy integration hands everything over as it is (AWS: "Lambda proxy integrations in API Gateway").
  [...ANY_INTEGRATION, 'PassthroughBehavior', 'RequestTemplates', 'IntegrationResponses'],
);

export const integration = v.variant('Type', [mockIntegration, functionIntegration]);

export type MockProperties = v.InferOutput<typeof mockIntegration>;

export const method = known(
  {
    HttpMethod: v.string(),
    ResourceId: v.string(),
    AuthorizationType: v.picklist(['NONE', 'CUSTOM']),
    AuthorizerId: v.optional(v.string()),
    AuthorizationScopes: EMPTY,
    ApiKeyRequired: flag,
    RequestValidatorId: v.optional(v.string()),
    RequestParameters: v.optional(v.record(v.string(), v.boolean()), {}),
    Integration: integration,
  },
  // Models say what a body is like, but only a validator of bodies reads them, which is refused. MethodResponses are checked
  // when they are deployed.
  ['RestApiId', 'OperationName', 'MethodResponses', 'RequestModels'],
);

export const requestValidator = known({ ValidateRequestParameters: flag, ValidateRequestBody: OFF }, [
  'Name',
  'RestApiId',
]);

export const apiKey = known(
  {
    Value: v.pipe(
      v.optional(v.string(), ''),
      v.minLength(1, 'AWS makes a value that nobody knows here: write one'),
    ),
    Enabled: flag,
    StageKeys: EMPTY,
  },
  ['Name', 'Description', 'Tags', 'CustomerId', 'GenerateDistinctId'],
);

export const apiStage = known({ ApiId: v.string(), Stage: v.string(), Throttle: EMPTY }, []);

export const usagePlan = known({ ApiStages: v.optional(v.array(apiStage), []) }, [
  'UsagePlanName',
  'Description',
  'Tags',
]);

export const usagePlanKey = known({ KeyId: v.string(), UsagePlanId: v.string() }, ['KeyType']);

export const gatewayResponse = known(
  {
    ResponseType: v.string(),
    StatusCode: v.optional(v.string()),
    ResponseParameters: v.optional(texts, {}),
    ResponseTemplates: v.optional(known({ 'application/json': v.optional(v.string()) }, []), {}),
  },
  ['RestApiId'],
);

/** What a method writes into logs and metrics has no effect on its answers. */
const OBSERVED = ['LoggingLevel', 'DataTraceEnabled', 'MetricsEnabled'];

export const methodSettings = known(
  {
    HttpMethod: v.string(),
    ResourcePath: v.string(),
    ThrottlingRateLimit: v.optional(v.number()),
    ThrottlingBurstLimit: v.optional(v.number()),
    CachingEnabled: OFF,
  },
  [...OBSERVED, 'CacheTtlInSeconds', 'CacheDataEncrypted'],
);

export type MethodSettings = v.InferOutput<typeof methodSettings>;

export const accessLog = known({ Format: v.optional(v.string(), '') }, ['DestinationArn']);

export const stage = known(
  {
    StageName: v.string(),
    Variables: v.optional(texts, {}),
    AccessLogSetting: v.optional(accessLog),
    MethodSettings: v.optional(v.array(methodSettings), []),
    CacheClusterEnabled: OFF,
  },
  // The template has one deployment for all stages. A client certificate is for backends over HTTP.
  [
    'RestApiId',
    'Description',
    'Tags',
    'DeploymentId',
    'ClientCertificateId',
    'DocumentationVersion',
    'TracingEnabled',
    'CacheClusterSize',
  ],
);

/** A deployment that makes a stage of its own, or a canary, is refused: the stages are those of the template. */
const deployment = known({}, ['RestApiId', 'Description']);

export const domainName = known(
  { DomainName: v.string(), RoutingMode: v.optional(only('BASE_PATH_MAPPING_ONLY')) },
  // The local run speaks plain HTTP on one address.
  [
    'CertificateArn',
    'RegionalCertificateArn',
    'OwnershipVerificationCertificateArn',
    'SecurityPolicy',
    'EndpointConfiguration',
    'EndpointAccessMode',
    'Tags',
  ],
);

export const basePathMapping = known(
  { DomainName: v.string(), BasePath: v.optional(v.string()), Stage: v.string() },
  ['RestApiId', 'Id'],
);

/** By type, for what walks all properties. */
export const API_SCHEMAS = {
  'AWS::ApiGateway::RestApi': restApi,
  'AWS::ApiGateway::Resource': resource,
  'AWS::ApiGateway::Authorizer': authorizer,
  'AWS::ApiGateway::Method': method,
  'AWS::ApiGateway::RequestValidator': requestValidator,
  'AWS::ApiGateway::ApiKey': apiKey,
  'AWS::ApiGateway::UsagePlan': usagePlan,
  'AWS::ApiGateway::UsagePlanKey': usagePlanKey,
  'AWS::ApiGateway::GatewayResponse': gatewayResponse,
  'AWS::ApiGateway::Stage': stage,
  'AWS::ApiGateway::Deployment': deployment,
  'AWS::ApiGateway::DomainName': domainName,
  'AWS::ApiGateway::BasePathMapping': basePathMapping,
};

/** Resources that change no answer of the API. */
export const WITHOUT_EFFECT = [
  'AWS::ApiGateway::Account',
  'AWS::ApiGateway::ClientCertificate',
  'AWS::ApiGateway::DocumentationPart',
  'AWS::ApiGateway::DocumentationVersion',
  'AWS::ApiGateway::Model',
  'AWS::ApiGateway::VpcLink',
];
