/** The parts of functions, tables and other resources that the local run reads. Their other parts have no effect in it. */
import * as v from 'valibot';

const texts = v.record(v.string(), v.string());

const properties = v.optional(v.record(v.string(), v.unknown()), {});
export const resource = v.object({
  Type: v.string(),
  Properties: properties,
  Condition: v.optional(v.string()),
});
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
