/** CloudFormation custom resource: creates policy items that do not exist yet. */
import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import { ENVIRONMENT, TABLES } from './contract.ts';

const seeds = v.pipe(v.string(), v.parseJson(), v.array(v.looseObject({ route: v.string() })));
const properties = v.object({ Seeds: seeds });

const requestSchema = v.object({
  RequestType: v.picklist(['Create', 'Update', 'Delete']),
  ResponseURL: v.string(),
  StackId: v.string(),
  RequestId: v.string(),
  LogicalResourceId: v.string(),
  ResourceProperties: v.optional(v.unknown()),
  OldResourceProperties: v.optional(v.unknown()),
});

type Request = v.InferOutput<typeof requestSchema>;
type Seed = v.InferOutput<typeof seeds>[number];

/** The item of a custom resource never changes its identity, so CloudFormation never replaces it. */
const PHYSICAL_RESOURCE_ID = 'step-up-policy-seeds';

const client = new DynamoDBClient();
const table = process.env[ENVIRONMENT.policyTable];

/** Handles one request and always answers it: CloudFormation waits an hour for one that is not answered. */
export async function handler(event: unknown): Promise<void> {
  const request = v.parse(requestSchema, event);
  try {
    for (const seed of newSeeds(request)) await create(seed);
    await answer(request, 'SUCCESS', 'done');
  } catch (error) {
    await answer(request, 'FAILED', error instanceof Error ? `${error.name}: ${error.message}` : 'unknown');
  }
}

/** On an update, only what was not seeded before: what an administrator has edited or deleted stays so. */
function newSeeds({ RequestType, ResourceProperties, OldResourceProperties }: Request): Seed[] {
  if (RequestType === 'Delete') return [];
  const current = v.parse(properties, ResourceProperties).Seeds;
  if (RequestType === 'Create') return current;
  const before = new Set(v.parse(properties, OldResourceProperties).Seeds.map(({ route }) => route));
  return current.filter(({ route }) => !before.has(route));
}

async function create(seed: Seed): Promise<void> {
  const item = { ...seed, version: 1, updatedAt: new Date().toISOString(), updatedBy: 'seed' };
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: marshall(item, { removeUndefinedValues: true }),
        ConditionExpression: 'attribute_not_exists(#route)',
        ExpressionAttributeNames: { '#route': TABLES.policy.partitionKey },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

async function answer(request: Request, Status: 'SUCCESS' | 'FAILED', Reason: string): Promise<void> {
  const { StackId, RequestId, LogicalResourceId } = request;
  const response = await fetch(request.ResponseURL, {
    method: 'PUT',
    // The URL is signed for a request without a content type.
    headers: { 'content-type': '' },
    body: JSON.stringify({
      Status,
      Reason,
      PhysicalResourceId: PHYSICAL_RESOURCE_ID,
      StackId,
      RequestId,
      LogicalResourceId,
    }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`CloudFormation did not take the answer: ${response.status}`);
}
