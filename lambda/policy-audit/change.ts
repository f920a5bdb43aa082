/** Reads the events of DynamoDB Streams (AWS Lambda: "Using AWS Lambda with Amazon DynamoDB"). */
import * as v from 'valibot';
import { TABLES } from '../../core/contract.ts';
import { LATEST_TIME } from '../../core/date-time.ts';
import type { EditEvent } from '../../adapters/audit/record.ts';

/** One change of one item. `before` and `after` are its images; undefined where there was, or is, no item. */
export interface PolicyChange {
  readonly route: string;
  readonly event: EditEvent;
  readonly before: unknown;
  readonly after: unknown;
  readonly at: string;
  readonly change: string;
  readonly eventId: string;
}

const batch = v.object({ Records: v.array(v.unknown()) });

/** The stream must have both images. Else the audit would record that there was no item. */
const NEEDED_VIEW = 'NEW_AND_OLD_IMAGES';

/** In digits (Amazon DynamoDB Streams API reference: StreamRecord). */
const LONGEST_SEQUENCE_NUMBER = 40;

const sequenceNumber = v.pipe(v.string(), v.regex(/^\d{1,40}$/));

const streamRecord = v.object({
  eventID: v.pipe(v.string(), v.maxLength(1024)),
  eventName: v.picklist(['INSERT', 'MODIFY', 'REMOVE']),
  dynamodb: v.object({
    // In seconds since 1970.
    ApproximateCreationDateTime: v.pipe(v.number(), v.minValue(0), v.maxValue(LATEST_TIME)),
    Keys: v.object({ [TABLES.policy.partitionKey]: v.object({ S: v.string() }) }),
    OldImage: v.optional(v.unknown()),
    NewImage: v.optional(v.unknown()),
    SequenceNumber: sequenceNumber,
    StreamViewType: v.literal(NEEDED_VIEW),
  }),
});

const EVENTS = { INSERT: 'created', MODIFY: 'changed', REMOVE: 'removed' } as const;

/** The records of a batch. Throws for an event that is not a batch. */
export function readBatch(event: unknown): readonly unknown[] {
  const parsed = v.safeParse(batch, event);
  if (!parsed.success) throw new Error('the event is not a batch of a stream: Records is not a list');
  return parsed.output.Records;
}

/** Reads a change. Throws for a record that is not a change of an item, or is of a stream without both images. */
export function readChange(record: unknown): PolicyChange {
  const { eventID, eventName, dynamodb } = v.parse(streamRecord, record);
  const { ApproximateCreationDateTime, Keys, OldImage, NewImage, SequenceNumber } = dynamodb;
  const at = new Date(ApproximateCreationDateTime * 1000).toISOString();
  return {
    route: Keys.route.S,
    event: EVENTS[eventName],
    before: eventName === 'INSERT' ? undefined : (OldImage ?? null),
    after: eventName === 'REMOVE' ? undefined : (NewImage ?? null),
    at,
    change: `${at}#${SequenceNumber.padStart(LONGEST_SEQUENCE_NUMBER, '0')}`,
    eventId: eventID,
  };
}

/** The number of the record from which Lambda tries again; undefined where the record has no sequence number. */
export function sequenceNumberOf(record: unknown): string | undefined {
  const parsed = v.safeParse(v.object({ dynamodb: v.object({ SequenceNumber: sequenceNumber }) }), record);
  return parsed.success ? parsed.output.dynamodb.SequenceNumber : undefined;
}
