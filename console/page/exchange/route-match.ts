/** Whether a call is for a route, by the matching of API Gateway. */
import { match } from '../../../core/gateway/match.ts';
import type { Call } from './phase.ts';
import type { Route } from '../../wire/api.ts';

/** Whether method and path of a call fit the template of this route. */
export function fits({ method, template }: Route, call: Call): boolean {
  const [path = ''] = call.path.split('?');
  return match([{ httpMethod: method, resourcePath: template }], call.method, path) !== undefined;
}
