/** The name of the writer, as the writer gives it: the proof is in CloudTrail. */
import { userInfo } from 'node:os';
import type { Runtime } from './runtime.ts';

/** The user who started a pipeline: GitHub Actions, GitLab CI, Azure Pipelines, AWS CodeBuild, Jenkins. */
const PIPELINES = [
  'GITHUB_ACTOR',
  'GITLAB_USER_LOGIN',
  'BUILD_REQUESTEDFOREMAIL',
  'CODEBUILD_INITIATOR',
  'BUILD_USER_ID',
];

/** Characters of the name of a writer, at most. */
const LONGEST = 256;

/** `by` is the value of --by. */
export function writerOf({ environment }: Pick<Runtime, 'environment'>, by?: string): string {
  const name = by ?? PIPELINES.map((variable) => environment[variable]).find(Boolean) ?? loginName();
  return name.slice(0, LONGEST);
}

/** A container may run under a user id without a name. */
function loginName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
