/** Reads the events of DynamoDB Streams that the audit is given (AWS Lambda: "Using AWS Lambda with Amazon DynamoDB"). */
import * as v from 'valibot';
import { TABLES } from '../../core/contract.ts';
import type { EditEvent } from './record.ts';

/** One change of one item. `before` and `after` are its images; none: there was, or is, no item. */
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

/** Both images, or the audit would say that nothing was there. */
const NEEDED_VIEW = 'NEW_AND_OLD_IMAGES';

/** It has up to 40 digits (Amazon DynamoDB Streams API reference: StreamRecord). */
const LONGEST_SEQUENCE_NUMBER = 40;

const sequenceNumber = v.pipe(v.string(), v.regex(/^\d{1,40}$/));

const streamRecord = v.object({
  eventID: v.pipe(v.string(), v.maxLength(1024)),
  eventName: v.picklist(['INSERT', 'MODIFY', 'REMOVE']),
  dynamodb: v.object({
    // In seconds since 1970; milliseconds would have more digits.
    ApproximateCreationDateTime: v.pipe(v.number(), v.minValue(0), v.maxValue(9_999_999_999)),
    Keys: v.object({ [TABLES.policy.partitionKey]: v.object({ S: v.string() }) }),
    OldImage: v.optional(v.unknown()),
    NewImage: v.optional(v.unknown()),
    SequenceNumber: sequenceNumber,
    StreamViewType: v.literal(NEEDED_VIEW),
  }),
});

const EVENTS = { INSERT: 'created', MODIFY: 'changed', REMOVE: 'removed' } as const;

/** The records of a batch. Throws for what is none. */
export function readBatch(event: unknown): readonly unknown[] {
  const parsed = v.safeParse(batch, event);
  if (!parsed.success) throw new Error('the event is no batch of a stream: Records is no list');
  return parsed.output.Records;
}

/** Throws for what is no change of an item, or has not both images. */
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

/** From which record on Lambda is to try again; none if it does not even say its number. */
export function sequenceNumberOf(record: unknown): string | undefined {
  const parsed = v.safeParse(v.object({ dynamodb: v.object({ SequenceNumber: sequenceNumber }) }), record);
  return parsed.success ? parsed.output.dynamodb.SequenceNumber : undefined;
}
