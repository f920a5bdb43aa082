/** The policy audit, behind the stream of the policy table: it assesses, counts and records each change of an item. */
import middy from '@middy/core';
import { createAuditTable } from '../../adapters/audit/audit-table.ts';
import type { Former } from '../../adapters/audit/audit-table.ts';
import type { AuditRecord } from '../../adapters/audit/record.ts';
import { createBackgroundClient } from '../../adapters/dynamodb/client.ts';
import { hashSecret } from '../../adapters/hash.ts';
import { itemOfImage, textOfImage } from '../../adapters/dynamodb/item-image.ts';
import { createPolicySnapshot } from './policy-snapshot.ts';
import { parseAuditConfig } from './config.ts';
import { METRICS } from '../../core/contract.ts';
import { findings, fitImages } from './record.ts';
import type { Image } from './record.ts';
import { assessEdit } from '../../core/policy/edits/edit.ts';
import type { EditAssessment } from '../../core/policy/edits/edit.ts';
import type { Item } from '../../core/policy/item.ts';
import { readBatch, readChange, sequenceNumberOf } from './change.ts';
import type { PolicyChange } from './change.ts';
import { editContextOf } from './context.ts';
import { recordEdit, recordFault, telemetry } from '../telemetry.ts';

const { policyTable, auditTable, vocabulary } = parseAuditConfig(process.env);
const client = createBackgroundClient();
const sources = {
  policies: createPolicySnapshot(client, policyTable),
  audit: createAuditTable(client, auditTable),
  vocabulary,
};

/** AWS Lambda: "Reporting batch item failures". */
interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** Handles the changes in their order. If one fails, it and all later changes are tried again. */
export const handler = middy(async (event: unknown): Promise<BatchAnswer> => {
  const records = readBatch(event);
  for (const [index, record] of records.entries()) {
    try {
      await audit(readChange(record), records.slice(index + 1).flatMap(readable));
    } catch (error) {
      return { batchItemFailures: [failure(record, error)] };
    }
  }
  return { batchItemFailures: [] };
}).use(telemetry());

function failure(record: unknown, error: unknown) {
  recordFault(METRICS.policyAuditFailed, 'A change of policy could not be recorded', error);
  const itemIdentifier = sequenceNumberOf(record);
  // Without a number, Lambda tries the whole batch again.
  if (itemIdentifier === undefined) throw new Error('A record of the stream has no sequence number');
  return { itemIdentifier };
}

function readable(record: unknown): PolicyChange[] {
  try {
    return [readChange(record)];
  } catch {
    return [];
  }
}

async function audit(change: PolicyChange, later: readonly PolicyChange[]): Promise<void> {
  const { route, event, eventId } = change;
  const [before, after] = [itemOf(change.before), itemOf(change.after)];
  const edit = { route, before, after, time: Date.parse(change.at) / 1000 };
  const { context, former } = await editContextOf(sources, edit, change.change, later);
  const assessment = assessEdit(edit, context, vocabulary);
  await sources.audit.append(recordOf(change, after, assessment, former));
  // A change that comes again is counted again: the metrics of the first attempt may be lost.
  recordEdit(
    [
      ...(assessment.mistakes.length > 0 ? [METRICS.policyEditInvalid] : []),
      ...(assessment.loosened.length > 0 ? [METRICS.policyEditLoosened] : []),
    ],
    { route, event, change: change.change, eventId },
  );
}

function itemOf(image: unknown): Item | undefined {
  return image === undefined ? undefined : itemOfImage(image);
}

function recordOf(
  { route, change, at, event, eventId, ...images }: PolicyChange,
  after: Item | undefined,
  assessment: EditAssessment,
  former: Former,
): AuditRecord {
  const usable = assessment.wasUsable || (after !== undefined && assessment.mistakes.length === 0);
  const carried = usable || former === undefined || former === 'lost' ? undefined : former.image;
  const { omitted, ...kept } = fitImages([
    ...imageOf('before', images.before),
    ...imageOf('after', images.after),
    ...imageOf('lastUsable', carried),
  ]);
  const lost = !usable && former === 'lost' ? { lastUsable: { note: 'lost before' } } : undefined;
  const asserted = after === undefined || after === 'unreadable' ? undefined : after.updatedBy;
  return {
    route,
    change,
    at,
    event,
    eventId,
    ...kept,
    omitted: omitted === undefined && lost === undefined ? undefined : { ...omitted, ...lost },
    ...findings(event, assessment),
    assertedBy: typeof asserted === 'string' ? asserted.slice(0, LONGEST_NAME) : undefined,
  };
}

/** The longest name of an author that is recorded, in characters. */
const LONGEST_NAME = 1024;

function imageOf(name: Image['name'], image: unknown): Image[] {
  if (image === undefined) return [];
  const text = textOfImage(image);
  return [{ name, text, bytes: Buffer.byteLength(text), sha256: hashSecret(text) }];
}
