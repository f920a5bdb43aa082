/** Gives one batch of changes to its function, and the failed records again. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { _Record } from '@aws-sdk/client-dynamodb-streams';
import * as v from 'valibot';
import { eventOf } from './event.ts';
import type { Following } from './following.ts';

/** The pause before a batch is tried again, in milliseconds. Lambda waits longer each time. */
const PAUSE = 1_000;

const answerSchema = v.object({
  batchItemFailures: v.array(v.object({ itemIdentifier: v.string() })),
});

/** Delivers in order. After the retries of the consumer, the rest is given up (as Lambda does) and reported. Returns early when aborted. */
export async function deliver(
  following: Following,
  records: readonly _Record[],
  signal: AbortSignal,
): Promise<void> {
  const { consumer, onFault } = following;
  let left = records;
  for (let attempt = 0; left.length > 0 && !signal.aborted; attempt += 1) {
    if (attempt > 0) await sleep(PAUSE, undefined, { signal }).catch(() => undefined);
    const { behind, failure } = await attemptOn(following, left);
    left = behind;
    if (left.length > 0 && consumer.retries >= 0 && attempt >= consumer.retries) {
      onFault(new Error(`${consumer.logicalId} has given up ${left.length} changes: ${failure}`));
      return;
    }
  }
}

/** The records that are left: from the first that the function names (AWS Lambda: "Reporting batch item failures"). */
async function attemptOn(
  { functions, consumer, streamArn }: Following,
  records: readonly _Record[],
): Promise<{ readonly behind: readonly _Record[]; readonly failure: string }> {
  const result = await functions.invoke(consumer.functionId, eventOf(records, streamArn));
  if (!result.ok) return { behind: records, failure: result.errorMessage };
  const answer = v.safeParse(v.nullable(answerSchema), result.value);
  if (!answer.success) return { behind: records, failure: 'its answer names no batchItemFailures' };
  const failed = (answer.output?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  if (failed.length === 0) return { behind: [], failure: '' };
  const first = records.findIndex(({ dynamodb }) => failed.includes(dynamodb?.SequenceNumber ?? ''));
  return { behind: records.slice(Math.max(first, 0)), failure: 'the function reported a failure' };
}
