/** Who writes, as far as they say so themselves: CloudTrail has the proof. */
import { userInfo } from 'node:os';
import type { Runtime } from '../command.ts';
import { versionOf } from './item-fields.ts';
import type { Item } from './item-fields.ts';
import type { StoredItem } from './policy-table.ts';

/** Where pipelines name whoever started them: GitHub Actions, GitLab CI, Azure Pipelines, AWS CodeBuild, Jenkins. */
const PIPELINES = [
  'GITHUB_ACTOR',
  'GITLAB_USER_LOGIN',
  'BUILD_REQUESTEDFOREMAIL',
  'CODEBUILD_INITIATOR',
  'BUILD_USER_ID',
];

/** Of the name of a writer. */
const LONGEST = 256;

/** `by` is what was said with --by. */
export function writerOf({ environment }: Pick<Runtime, 'environment'>, by?: string): string {
  const name = by ?? PIPELINES.map((variable) => environment[variable]).find(Boolean) ?? loginName();
  return name.slice(0, LONGEST);
}

/** A container may run under an id without a name. */
function loginName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}

/** The item as it is written: the next version, when, and by whom. `now` is in seconds since 1970. */
export function signed(item: Item, before: StoredItem | undefined, now: number, writer: string): Item {
  return {
    ...item,
    version: (before === undefined ? 0 : (versionOf(before.fields) ?? 0)) + 1,
    updatedAt: new Date(now * 1000).toISOString(),
    updatedBy: writer,
  };
}
