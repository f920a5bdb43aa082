/** The route, or the group, that an administrator names. */
import { isWrittenAsKey } from '../../core/policy/key.ts';
import { AdminRefusal } from '../refusals/refusal.ts';

/** The description of the argument of the commands. */
export const ROUTE_FORM = 'such as "POST /payments", "ANY /admin/*" or "GROUP payments"';

/** The key of the item. Throws an AdminRefusal that says how routes are written. */
export function routeKey(text: string): string {
  const [first = '', ...rest] = text.trim().split(/\s+/);
  const key = [first.toUpperCase(), ...rest].join(' ');
  if (isWrittenAsKey(key)) return key;
  throw new AdminRefusal(
    'route_malformed',
    `"${text}" is no route: write METHOD /template in quotation marks, such as "POST /payments" or "ANY /admin/*", or "GROUP name"`,
  );
}
