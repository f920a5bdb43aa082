/** The policy audit, behind the stream of the policy table: it assesses, counts and records each change of an item. */
import middy from '@middy/core';
import { createAuditTable } from '../../adapters/audit/audit-table.ts';
import { createBackgroundClient } from '../../adapters/dynamodb/client.ts';
import { itemOfImage } from '../../adapters/dynamodb/item-image.ts';
import { createPolicySnapshot } from './policy-snapshot.ts';
import { parseAuditConfig } from './config.ts';
import { METRICS } from '../../core/contract.ts';
import { recordOf } from './edit-record.ts';
import { assessEdit } from '../../core/policy/edits/edit.ts';
import { SEED_RECORD } from '../../core/seeds.ts';
import type { Item } from '../../core/policy/item.ts';
import { readBatch, readChange, sequenceNumberOf } from './change.ts';
import type { PolicyChange } from './change.ts';
import { editContextOf } from './context.ts';
import { recordEdit } from './edit-log.ts';
import { recordFault, telemetry } from '../telemetry.ts';

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
  if (route === SEED_RECORD) return;
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
