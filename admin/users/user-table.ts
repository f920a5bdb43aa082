/** Asks a table of users, which not every connection knows. */
import { refusalOfCall } from '../connection/aws-refusal.ts';
import { AdminRefusal } from '../refusals/refusal.ts';

/**
 * The answer of the table. `variable` names the table where there is no stack or local run. Throws an AdminRefusal where
 * the table is not known, and for what the AWS SDK throws.
 */
export async function askTable<Answer>(
  table: string | undefined,
  variable: string,
  ask: (table: string) => Promise<Answer>,
): Promise<Answer> {
  if (table === undefined) {
    throw new AdminRefusal(
      'table_not_named',
      `the table is not known: name the stack with --stack, or set ${variable} beside --table`,
    );
  }
  try {
    return await ask(table);
  } catch (error) {
    throw refusalOfCall(error, `table ${table}`);
  }
}
