/** The audit record of one change of a policy item. */
import type { EditAssessment } from '../../core/policy/edits/edit.ts';

/**
 * One record. `before`, `after` and `lastUsable` are images of the item, as DynamoDB's JSON: exact for all names and any
 * depth of their attributes. `assertedBy` is what the writer wrote into `updatedBy`: it proves nothing.
 */
export interface AuditRecord {
  readonly route: string;
  /** Orders the changes of a route: the time and the sequence number of the stream. */
  readonly change: string;
  /** RFC 3339, in UTC. As precise as the stream: to the second. */
  readonly at: string;
  readonly event: EditEvent;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  /** The last usable item, where neither `before` nor `after` can be used. */
  readonly lastUsable?: string | undefined;
  /** Those of the three images that were too large to be kept. */
  readonly omitted?: Readonly<Record<string, Omitted>> | undefined;
  /** Whether the item after the edit is valid; undefined where there is no item. */
  readonly valid?: boolean | undefined;
  /** The fields with mistakes, where the item is not valid. */
  readonly problems?: readonly string[] | undefined;
  readonly loosened: readonly string[];
  readonly assertedBy?: string | undefined;
  /** The id of the stream's event. */
  readonly eventId: string;
}

export type EditEvent = 'created' | 'changed' | 'removed';

/** An image that was not kept. The SHA-256 of its text identifies it, for instance among the items of a backup. */
export interface Omitted {
  readonly bytes?: number;
  readonly sha256?: string;
  readonly note: string;
}

export interface Image {
  readonly name: 'before' | 'after' | 'lastUsable';
  readonly text: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * The largest size of the images in one record, in bytes. A record is an item of at most 400 KB (Amazon DynamoDB:
 * "Quotas"), so this leaves room for its other attributes.
 */
const ROOM_FOR_IMAGES = 320_000;

const TOO_LARGE = 'too large for a record: see the backups of the policy table';

/** The images that fit into a record, the smallest first, and a digest of the others. */
export function fitImages(
  images: readonly Image[],
): Pick<AuditRecord, 'before' | 'after' | 'lastUsable' | 'omitted'> {
  const kept: Partial<Record<Image['name'], string>> = {};
  const omitted: Record<string, Omitted> = {};
  let room = ROOM_FOR_IMAGES;
  for (const { name, text, bytes, sha256 } of images.toSorted((a, b) => a.bytes - b.bytes)) {
    if (bytes <= room) {
      kept[name] = text;
      room -= bytes;
    } else omitted[name] = { bytes, sha256, note: TOO_LARGE };
  }
  return { ...kept, omitted: Object.keys(omitted).length === 0 ? undefined : omitted };
}

/** The parts of the assessment that go into the record. */
export function findings(
  event: EditEvent,
  { mistakes: problems, loosened }: Pick<EditAssessment, 'mistakes' | 'loosened'>,
) {
  if (event === 'removed') return { loosened };
  const paths = [...new Set(problems.map(({ field }) => field))];
  return { loosened, valid: problems.length === 0, problems: problems.length === 0 ? undefined : paths };
}
