/** What is kept of one change of a policy item. */
import type { EditAssessment } from '../../core/policy/edit.ts';

/**
 * One record. `before`, `after` and `lastUsable` are images of the item, as DynamoDB's JSON: exact, whatever their
 * attributes are named and however deep they nest. `assertedBy` is what the writer wrote into `updatedBy`: no proof.
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
  /** What could be used last, where neither `before` nor `after` can. */
  readonly lastUsable?: string | undefined;
  /** What of the three was too large to be kept. */
  readonly omitted?: Readonly<Record<string, Omitted>> | undefined;
  /** Of what is there now; none when nothing is. */
  readonly valid?: boolean | undefined;
  /** Where it is not valid. */
  readonly problems?: readonly string[] | undefined;
  readonly loosened: readonly string[];
  readonly assertedBy?: string | undefined;
  /** Of the stream. */
  readonly eventId: string;
}

export type EditEvent = 'created' | 'changed' | 'removed';

/** By the SHA-256 of its text, the image can be told from others, for instance from one of a backup. */
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
 * A record is an item, of 400 KB at the most (Amazon DynamoDB: "Quotas"), as its images were: this much of them, in
 * bytes, leaves room for the rest of it.
 */
const ROOM_FOR_IMAGES = 320_000;

const TOO_LARGE = 'too large for a record: see the backups of the policy table';

/** The images that fit into a record, the smallest first, and what is said of the others. */
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

/** What of the judgement goes into the record. */
export function findings(
  event: EditEvent,
  { mistakes: problems, loosened }: Pick<EditAssessment, 'mistakes' | 'loosened'>,
) {
  if (event === 'removed') return { loosened };
  const paths = [...new Set(problems.map(({ field }) => field))];
  return { loosened, valid: problems.length === 0, problems: problems.length === 0 ? undefined : paths };
}
