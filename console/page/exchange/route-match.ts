/** Which route of the API a call is for. */
import type { Call } from './phase.ts';
import type { Route } from '../shell/server.ts';

/** Whether method and path of a call fit the template of this route. */
export function fits({ method, template }: Route, call: Call): boolean {
  const wanted = template.split('/');
  const actual = call.path.split('?')[0]?.split('/') ?? [];
  const isGreedy = template.endsWith('+}');
  return (
    method === call.method &&
    (isGreedy ? actual.length >= wanted.length : actual.length === wanted.length) &&
    wanted.every((part, index) => part.startsWith('{') || part === actual[index])
  );
}
