/** The route, or the group, that a command line names. */
import { CommandError, EXIT } from './command.ts';

const FORM = /^(?:(?:ANY|GET|HEAD|POST|PUT|PATCH|DELETE) \/\S*|GROUP \S+)$/;

/** The key of the item. Throws a CommandError that says how routes are written. */
export function routeKey(text: string): string {
  const [first = '', ...rest] = text.trim().split(/\s+/);
  const key = [first.toUpperCase(), ...rest].join(' ');
  if (FORM.test(key)) return key;
  throw new CommandError(
    `"${text}" is no route: write METHOD /template in quotation marks, such as "POST /payments" or "ANY /admin/*", or "GROUP name"`,
    EXIT.failure,
  );
}
