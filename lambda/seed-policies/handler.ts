/** CloudFormation custom resource: creates policy items that do not exist yet. */
import * as v from 'valibot';
import { createBackgroundClient } from '../../adapters/dynamodb/client.ts';
import { putIfAbsent } from '../../adapters/dynamodb/items.ts';
import { TABLES } from '../../core/contract.ts';
import { parseSeedConfig } from './config.ts';

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

/** The same for every deployment, so that CloudFormation never replaces the custom resource. */
const PHYSICAL_RESOURCE_ID = 'step-up-policy-seeds';

/** In milliseconds. The function has 60 s: this leaves time for the answer, which must be sent even if DynamoDB fails. */
const SEEDING_TIMEOUT = 40_000;
const ANSWER_TIMEOUT = 10_000;

/** CloudFormation accepts answers of at most 4,096 bytes (AWS CloudFormation: "Custom resource response objects"). */
const LONGEST_REASON = 1_000;

const client = createBackgroundClient();

/** Handles one request and always answers it: CloudFormation waits for the answer. */
export async function handler(event: unknown): Promise<void> {
  const request = v.parse(requestSchema, event);
  await answer(request, await failureOf(request));
}

/** Creates the new items. Resolves to the reason of a failure, or to undefined. */
async function failureOf(request: Request): Promise<string | undefined> {
  const abortSignal = AbortSignal.timeout(SEEDING_TIMEOUT);
  let table = '';
  try {
    const { policyTable } = parseSeedConfig(process.env);
    table = ` in table ${policyTable}`;
    for (const seed of newSeeds(request)) await create(policyTable, seed, abortSignal);
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
    return `Policies could not be created${table}. ${reason}`;
  }
}

/** At an update, only the new seeds: an item that an administrator edited or deleted is not written again. */
function newSeeds({ RequestType, ResourceProperties, OldResourceProperties }: Request): Seed[] {
  if (RequestType === 'Delete') return [];
  const current = v.parse(properties, ResourceProperties).Seeds;
  if (RequestType === 'Create') return current;
  const before = new Set(v.parse(properties, OldResourceProperties).Seeds.map(({ route }) => route));
  return current.filter(({ route }) => !before.has(route));
}

async function create(table: string, seed: Seed, abortSignal: AbortSignal): Promise<void> {
  const item = { ...seed, version: 1, updatedAt: new Date().toISOString(), updatedBy: 'seed' };
  const { partitionKey } = TABLES.policy;
  await putIfAbsent(client, { table, partitionKey, item }, { abortSignal });
}

async function answer(request: Request, failure: string | undefined): Promise<void> {
  const { StackId, RequestId, LogicalResourceId } = request;
  const response = await fetch(request.ResponseURL, {
    method: 'PUT',
    // The URL is signed for a request without a content type.
    headers: { 'content-type': '' },
    body: JSON.stringify({
      Status: failure === undefined ? 'SUCCESS' : 'FAILED',
      Reason: (failure ?? 'done').slice(0, LONGEST_REASON),
      PhysicalResourceId: PHYSICAL_RESOURCE_ID,
      StackId,
      RequestId,
      LogicalResourceId,
    }),
    signal: AbortSignal.timeout(ANSWER_TIMEOUT),
  });
  if (!response.ok) throw new Error(`CloudFormation did not accept the answer: ${response.status}`);
}
