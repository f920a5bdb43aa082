/** The parts of CloudFormation resources that the local run reads. Other parts have no effect in the local run. */
import * as v from 'valibot';

const texts = v.record(v.string(), v.string());

const properties = v.optional(v.record(v.string(), v.unknown()), {});
export const resource = v.object({ Type: v.string(), Properties: properties });
export const template = v.object({ Resources: v.record(v.string(), resource) });

export const assets = v.object({
  files: v.record(v.string(), v.object({ source: v.object({ path: v.string() }) })),
});

export const lambdaFunction = v.object({
  Code: v.object({ S3Key: v.string() }),
  Handler: v.string(),
  Runtime: v.string(),
  Timeout: v.optional(v.number(), 3),
  MemorySize: v.optional(v.number(), 128),
  Environment: v.optional(v.object({ Variables: texts }), { Variables: {} }),
});

export const table = v.object({
  KeySchema: v.array(v.object({ AttributeName: v.string(), KeyType: v.picklist(['HASH', 'RANGE']) })),
  AttributeDefinitions: v.array(
    v.object({ AttributeName: v.string(), AttributeType: v.picklist(['S', 'N', 'B']) }),
  ),
  GlobalSecondaryIndexes: v.optional(
    v.array(
      v.object({
        IndexName: v.string(),
        KeySchema: v.array(v.object({ AttributeName: v.string(), KeyType: v.picklist(['HASH', 'RANGE']) })),
        Projection: v.object({ ProjectionType: v.picklist(['ALL', 'KEYS_ONLY']) }),
      }),
    ),
  ),
  TimeToLiveSpecification: v.optional(v.object({ AttributeName: v.string(), Enabled: v.boolean() })),
  StreamSpecification: v.optional(
    v.object({
      StreamViewType: v.picklist(['NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE', 'KEYS_ONLY']),
    }),
  ),
});

/** Only for functions that report the failed records: other functions would need another kind of retry. */
export const eventSourceMapping = v.object({
  EventSourceArn: v.string(),
  FunctionName: v.string(),
  StartingPosition: v.picklist(['TRIM_HORIZON', 'LATEST']),
  BatchSize: v.optional(v.number(), 100),
  MaximumRetryAttempts: v.optional(v.number(), -1),
  FunctionResponseTypes: v.tuple([v.literal('ReportBatchItemFailures')]),
});

export const customResource = v.looseObject({ ServiceToken: v.string() });

export const apiResource = v.object({ ParentId: v.string(), PathPart: v.string() });

export const authorizer = v.object({
  Name: v.string(),
  Type: v.string(),
  AuthorizerUri: v.string(),
  AuthorizerResultTtlInSeconds: v.optional(v.number(), 300),
  IdentitySource: v.optional(v.string()),
});

const contentHandling = v.optional(v.picklist(['CONVERT_TO_TEXT']));

export const integration = v.object({
  Type: v.picklist(['AWS_PROXY', 'MOCK']),
  Uri: v.optional(v.string()),
  TimeoutInMillis: v.optional(v.number(), 29_000),
  PassthroughBehavior: v.optional(
    v.picklist(['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER']),
    'WHEN_NO_MATCH',
  ),
  RequestTemplates: v.optional(texts, {}),
  ContentHandling: contentHandling,
  IntegrationResponses: v.optional(
    v.array(
      v.object({
        StatusCode: v.string(),
        SelectionPattern: v.optional(v.string()),
        ResponseParameters: v.optional(texts, {}),
        ResponseTemplates: v.optional(texts, {}),
        ContentHandling: contentHandling,
      }),
    ),
    [],
  ),
});

export const method = v.object({
  HttpMethod: v.string(),
  ResourceId: v.string(),
  AuthorizationType: v.picklist(['NONE', 'CUSTOM']),
  AuthorizerId: v.optional(v.string()),
  Integration: integration,
});

export const gatewayResponse = v.object({
  ResponseType: v.string(),
  StatusCode: v.optional(v.string()),
  ResponseParameters: v.optional(texts, {}),
  ResponseTemplates: v.optional(texts, {}),
});

export const methodSettings = v.object({
  HttpMethod: v.string(),
  ResourcePath: v.string(),
  ThrottlingRateLimit: v.optional(v.number()),
  ThrottlingBurstLimit: v.optional(v.number()),
});

export const domainName = v.object({ DomainName: v.string() });

export const basePathMapping = v.object({
  DomainName: v.string(),
  BasePath: v.optional(v.string()),
  Stage: v.string(),
});

export const restApi = v.object({ BinaryMediaTypes: v.optional(v.array(v.string()), []) });

export const stage = v.object({
  StageName: v.string(),
  Variables: v.optional(texts, {}),
  AccessLogSetting: v.optional(v.object({ Format: v.string() })),
  MethodSettings: v.optional(v.array(methodSettings), []),
});
