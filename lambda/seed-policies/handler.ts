/** CloudFormation custom resource: creates policy items that do not exist yet. */
import * as v from 'valibot';
import { seedsProperty } from '../../core/seeds.ts';
import { parseSeedConfig } from './config.ts';
import { createSeeds } from './seeds.ts';
import type { Seed } from './seeds.ts';

/** `Table` makes CloudFormation call when another table takes the place of the policy table. */
const properties = v.object({ Seeds: seedsProperty, Table: v.optional(v.string()) });

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

/** The same for every deployment, so that CloudFormation never replaces the custom resource. */
const PHYSICAL_RESOURCE_ID = 'step-up-policy-seeds';

/** In milliseconds. The function has 60 s: this leaves time for the answer, which must be sent even if DynamoDB fails. */
const SEEDING_TIMEOUT = 40_000;
const ANSWER_TIMEOUT = 10_000;

/** CloudFormation accepts answers of at most 4,096 bytes (AWS CloudFormation: "Custom resource response objects"). */
const LONGEST_REASON = 1_000;

interface Outcome {
  readonly status: 'SUCCESS' | 'FAILED';
  /** For whoever deploys: the events of the stack show it. */
  readonly reason: string;
}

/** Handles one request and always answers it: CloudFormation waits for the answer. */
export async function handler(event: unknown): Promise<void> {
  const request = v.parse(requestSchema, event);
  await answer(request, await outcomeOf(request));
}

async function outcomeOf(request: Request): Promise<Outcome> {
  let table = '';
  try {
    const { policyTable } = parseSeedConfig(process.env);
    table = ` in table ${policyTable}`;
    if (request.RequestType === 'Delete') return { status: 'SUCCESS', reason: 'The policies stay.' };
    const seeding = { table: policyTable, seeds: seedsOf(request), had: seedsBefore(request) };
    const { deleted } = await createSeeds(seeding, AbortSignal.timeout(SEEDING_TIMEOUT));
    return { status: 'SUCCESS', reason: deleted.length === 0 ? 'Done.' : leftDeleted(deleted) };
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
    return { status: 'FAILED', reason: `Policies could not be created${table}. ${reason}` };
  }
}

/** Such a route is closed, or has the policy of a wildcard. */
function leftDeleted(deleted: readonly string[]): string {
  const reason = `Created before and deleted since, so not created again: ${deleted.join(', ')}. To have one, write it.`;
  console.warn(JSON.stringify({ level: 'WARN', message: reason }));
  return reason;
}

function seedsOf({ ResourceProperties }: Request): readonly Seed[] {
  return v.parse(properties, ResourceProperties).Seeds;
}

/**
 * What the table of an update had before, if it has no record: version 0.1 kept none, nor did it name the table. Another
 * table had nothing.
 */
function seedsBefore({ RequestType, ResourceProperties, OldResourceProperties }: Request): readonly string[] {
  if (RequestType !== 'Update') return [];
  const { Seeds, Table } = v.parse(properties, OldResourceProperties);
  const isSame = Table === undefined || Table === v.parse(properties, ResourceProperties).Table;
  return isSame ? Seeds.map(({ route }) => route) : [];
}

async function answer(request: Request, { status, reason }: Outcome): Promise<void> {
  const { StackId, RequestId, LogicalResourceId } = request;
  const response = await fetch(request.ResponseURL, {
    method: 'PUT',
    // The URL is signed for a request without a content type.
    headers: { 'content-type': '' },
    body: JSON.stringify({
      Status: status,
      Reason: reason.slice(0, LONGEST_REASON),
      PhysicalResourceId: PHYSICAL_RESOURCE_ID,
      StackId,
      RequestId,
      LogicalResourceId,
    }),
    signal: AbortSignal.timeout(ANSWER_TIMEOUT),
  });
  if (!response.ok) throw new Error(`CloudFormation did not accept the answer: ${response.status}`);
}
