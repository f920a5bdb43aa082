/** What the audit writes of an edit: the images of the item that fit, and what the assessment found. */
import type { Former } from '../../adapters/audit/audit-table.ts';
import type { AuditRecord, EditEvent, Omission } from '../../adapters/audit/record.ts';
import { textOfImage } from '../../adapters/dynamodb/item-image.ts';
import { hashSecret } from '../../adapters/hash.ts';
import type { EditAssessment } from '../../core/policy/edits/edit.ts';
import type { Item } from '../../core/policy/item.ts';
import type { PolicyChange } from './change.ts';

/** The longest name of an author that is recorded, in characters. */
const LONGEST_NAME = 1024;

interface Image {
  readonly name: 'before' | 'after' | 'lastUsable';
  readonly text: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** The record of a change. `after` is the item that it left; `former`, the last usable item before it. */
export function recordOf(
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

function imageOf(name: Image['name'], image: unknown): Image[] {
  if (image === undefined) return [];
  const text = textOfImage(image);
  return [{ name, text, bytes: Buffer.byteLength(text), sha256: hashSecret(text) }];
}

/**
 * The largest size of the images in one record, in bytes. A record is an item of at most 400 KB (Amazon DynamoDB:
 * "Quotas"), so this leaves room for its other attributes.
 */
const ROOM_FOR_IMAGES = 320_000;

const TOO_LARGE = 'too large for a record: see the backups of the policy table';

/** The images that fit into a record, the smallest first, and a digest of the others. */
function fitImages(
  images: readonly Image[],
): Pick<AuditRecord, 'before' | 'after' | 'lastUsable' | 'omitted'> {
  const kept: Partial<Record<Image['name'], string>> = {};
  const omitted: Record<string, Omission> = {};
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
function findings(
  event: EditEvent,
  { mistakes, loosened }: Pick<EditAssessment, 'mistakes' | 'loosened'>,
): Pick<AuditRecord, 'loosened' | 'valid' | 'problems'> {
  if (event === 'removed') return { loosened: [...loosened] };
  const fields = [...new Set(mistakes.map(({ field }) => field))];
  const valid = fields.length === 0;
  return { loosened: [...loosened], valid, problems: valid ? undefined : fields };
}
