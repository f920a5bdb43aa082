/** Runs the checks, and says of each whether it passed. */
import { checksOf } from '../../admin/smoke/checks.ts';
import type { Target } from '../../admin/smoke/checks.ts';

/** Prints a line for each check and a last one for all. Returns whether all passed. */
export async function reportChecks(target: Target, print: (line: string) => void): Promise<boolean> {
  const checks = checksOf(target);
  let failed = 0;
  for (const { name, run } of checks) {
    try {
      let noted = '';
      await run((text) => {
        noted = `: ${text}`;
      });
      print(`ok      ${name}${noted}`);
    } catch (error) {
      failed += 1;
      print(`failed  ${name}: ${messageOf(error)}`);
    }
  }
  if (target.withToken === undefined) print('Not checked: challenges. Give an access token in ACCESS_TOKEN.');
  print(failed === 0 ? 'All is as it should be.' : `${failed} of ${checks.length} checks failed.`);
  return failed === 0;
}

/** fetch says why it failed in the cause. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} (${messageOf(error.cause)})`;
}
