/** Asks a table of users, which not every connection knows. */
import { awsFailure } from '../connection/aws-failure.ts';
import { CommandError } from '../command.ts';

/**
 * The answer of the table. `variable` names the table where there is no stack or local run. Throws a CommandError where
 * the table is not known, and for what the AWS SDK throws.
 */
export async function askTable<Answer>(
  table: string | undefined,
  variable: string,
  ask: (table: string) => Promise<Answer>,
): Promise<Answer> {
  if (table === undefined) {
    throw new CommandError(
      `the table is not known: name the stack with --stack, or set ${variable} beside --table`,
    );
  }
  try {
    return await ask(table);
  } catch (error) {
    throw awsFailure(error, `table ${table}`);
  }
}
