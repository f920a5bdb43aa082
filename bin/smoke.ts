/** `npm run smoke -- URL`: checks on a deployed API what cannot be checked without AWS. Exit code 1 where a check fails. */
import { readFlags, USAGE } from '../cli/smoke/flags.ts';
import { reportChecks } from '../cli/smoke/report.ts';

try {
  const { help, target } = readFlags(process.argv.slice(2), process.env);
  if (target === undefined) console.log(USAGE);
  const succeeded = target === undefined ? help : await reportChecks(target, console.log);
  process.exitCode = succeeded ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
