/** The form of a record in the audit table: one change of a policy item. */
import * as v from 'valibot';

/** An image of an item, as DynamoDB's JSON: exact for all names and any depth of the attributes. Kept as text. */
export const image = v.pipe(v.string(), v.parseJson());

/** An image that was not kept. The SHA-256 of its text identifies it, for instance among the items of a backup. */
const omission = v.object({
  bytes: v.optional(v.number()),
  sha256: v.optional(v.string()),
  note: v.string(),
});

export const auditRecord = v.object({
  route: v.string(),
  /** Orders the changes of a route: the time and the sequence number of the stream. */
  change: v.string(),
  /** RFC 3339, in UTC. As precise as the stream: to the second. */
  at: v.string(),
  event: v.picklist(['created', 'changed', 'removed']),
  /** Undefined where there was no item. */
  before: v.optional(image),
  /** Undefined where there is no item. */
  after: v.optional(image),
  /** The last usable item, where neither `before` nor `after` can be used. */
  lastUsable: v.optional(image),
  /** Those of the three images that were too large to be kept. */
  omitted: v.optional(v.record(v.string(), omission)),
  /** Whether the item after the edit is valid; undefined where there is no item. */
  valid: v.optional(v.boolean()),
  /** The fields with mistakes, where the item is not valid. */
  problems: v.optional(v.array(v.string())),
  loosened: v.optional(v.array(v.string()), []),
  /** What the writer wrote into `updatedBy`: it proves nothing. */
  assertedBy: v.optional(v.string()),
  /** The id of the stream's event. */
  eventId: v.string(),
});

/** A record as it is written. */
export type AuditRecord = v.InferInput<typeof auditRecord>;

export type EditEvent = AuditRecord['event'];

export type Omission = v.InferOutput<typeof omission>;
