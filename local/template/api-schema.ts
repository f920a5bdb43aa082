/** The resources of a REST API that the local run reads, with all their properties (AWS: CloudFormation template reference). */
import * as v from 'valibot';
import { VERBS } from '../../core/gateway/match.ts';
import { EMPTY, known, OFF, only } from './known-properties.ts';
import { stage } from './stage-schema.ts';

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

/**
 * AWS reads it as a regular expression of Java. Under the flag `u`, what JavaScript does not know is an error, in place of
 * another meaning.
 */
const pattern = v.pipe(
  v.string(),
  v.check((text) => {
    try {
      return new RegExp(text, 'u').source !== '';
    } catch {
      return false;
    }
  }, 'this is no regular expression that the local run can evaluate'),
);

const contentHandling = v.optional(only('CONVERT_TO_TEXT'));

export const integrationResponse = known(
  {
    StatusCode: v.string(),
    SelectionPattern: v.optional(pattern),
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
    HttpMethod: only('ANY', ...VERBS),
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

/** AWS takes '(none)' for no base path ("BasePathMapping" of its API reference). */
const basePath = v.pipe(
  v.optional(v.string(), ''),
  v.transform((path) => (path === '' || path === '(none)' ? undefined : path)),
);

export const basePathMapping = known({ DomainName: v.string(), BasePath: basePath, Stage: v.string() }, [
  'RestApiId',
  'Id',
]);

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
