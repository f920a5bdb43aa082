/** The records of the change feed, in the form in which DynamoDB Streams gives them (its API Reference: Record, StreamRecord). */
import { createHash } from 'node:crypto';
import dynalite from 'dynalite/db/index.js';
import type { Item, Table } from 'dynalite/db/index.js';
import * as v from 'valibot';
import { valsEqual } from './mend.ts';

/** The stream of a table, since the table was created. */
export interface Stream {
  readonly arn: string;
  /** When it was created. */
  readonly label: string;
  readonly table: Table;
  readonly view: string;
}

/** Who has written: a caller, or DynamoDB itself, because the item has expired. */
export type Writer = 'caller' | 'expiry';

export type Change =
  | { readonly eventName: 'INSERT'; readonly before: undefined; readonly after: Item }
  | { readonly eventName: 'MODIFY'; readonly before: Item; readonly after: Item }
  | { readonly eventName: 'REMOVE'; readonly before: Item; readonly after: undefined };

/** Digits of a sequence number: as many as AWS gives at least. */
export const DIGITS = 21;

/** The view types with the image before the change, and after it. */
const SHOWS_OLD: readonly string[] = ['OLD_IMAGE', 'NEW_AND_OLD_IMAGES'];
const SHOWS_NEW: readonly string[] = ['NEW_IMAGE', 'NEW_AND_OLD_IMAGES'];

/** An item as the database has it. */
export const storedItem = v.optional(
  v.custom<Item>((stored) => typeof stored === 'object' && stored !== null),
);

/** The stream of this table; undefined where it has none. */
export function streamFor(table: Table): Stream | undefined {
  const { StreamEnabled, StreamViewType = '' } = table.StreamSpecification ?? {};
  if (StreamEnabled !== true) return undefined;
  const label = new Date(table.CreationDateTime * 1_000).toISOString().replace('Z', '');
  return { arn: `${table.TableArn}/stream/${label}`, label, table, view: StreamViewType };
}

/** Undefined where a write changes nothing: as on AWS, it has no record. */
export function changeOf(stored: unknown, after: Item | undefined): Change | undefined {
  const before = v.parse(storedItem, stored);
  if (before === undefined) return after && { eventName: 'INSERT', before, after };
  if (after === undefined) return { eventName: 'REMOVE', before, after };
  return valsEqual(before, after) ? undefined : { eventName: 'MODIFY', before, after };
}

/** `at` is in milliseconds. The id of the event is the same whenever the feed is read. */
export function recordOf(
  { arn, table, view }: Stream,
  about: {
    readonly number: string;
    readonly at: number;
    readonly region: string;
    readonly change: Change;
    readonly by: Writer;
  },
) {
  const { number, at, region, change, by } = about;
  const { eventName, before, after } = change;
  const Keys = keysOf(after ?? before, table);
  return {
    eventID: createHash('md5').update(`${arn} ${number}`).digest('hex'),
    eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    ...(by === 'expiry' ? { userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' } } : {}),
    dynamodb: {
      // As precise as on AWS: to the second.
      ApproximateCreationDateTime: Math.floor(at / 1_000),
      Keys,
      ...(before !== undefined && SHOWS_OLD.includes(view) ? { OldImage: before } : {}),
      ...(after !== undefined && SHOWS_NEW.includes(view) ? { NewImage: after } : {}),
      SequenceNumber: number,
      SizeBytes: [Keys, before, after].reduce((sum, one) => sum + (one ? dynalite.itemSize(one) : 0), 0),
      StreamViewType: view,
    },
  };
}

function keysOf(item: Item, { KeySchema }: Table): Item {
  return Object.fromEntries(
    KeySchema.flatMap(({ AttributeName }) => {
      const value = item[AttributeName];
      return value === undefined ? [] : [[AttributeName, value]];
    }),
  );
}
