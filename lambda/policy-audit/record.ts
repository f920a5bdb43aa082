/** Makes the audit record of one change of a policy item. */
import type { AuditRecord, EditEvent, Omission } from '../../adapters/audit/record.ts';
import type { EditAssessment } from '../../core/policy/edits/edit.ts';

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
export function findings(
  event: EditEvent,
  { mistakes: problems, loosened }: Pick<EditAssessment, 'mistakes' | 'loosened'>,
) {
  if (event === 'removed') return { loosened: [...loosened] };
  const paths = [...new Set(problems.map(({ field }) => field))];
  return {
    loosened: [...loosened],
    valid: problems.length === 0,
    problems: problems.length === 0 ? undefined : paths,
  };
}
