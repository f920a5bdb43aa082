/** A logged call as a command line, which works where TOKEN is set. */
import type { Decision } from './decisions.ts';

const EXCHANGE = 'POST /step-up/token';

/** Of `GET /step-up/requirements/{proxy+}` in the example. */
const SOME_REQUIREMENT = 'POST/%2Fpayments';
const SOME_PARAMETER = '17';

/** None where the log does not tell enough. Tokens are for variables: a command line is kept in the shell's history. */
export function curlOf(
  decision: Pick<Decision, 'route' | 'message' | 'reason'>,
  apiUrl: string,
): string | undefined {
  const { route, message, reason } = decision;
  const [method, template] = route.split(' ');
  if (method === undefined || template === undefined) return undefined;
  if (route === EXCHANGE) return exchangeOf(reason, apiUrl);
  const path = template.replace(/\{[^}]+\+\}/g, SOME_REQUIREMENT).replace(/\{[^}]+\}/g, SOME_PARAMETER);
  const credential = message === 'Unauthenticated' ? '' : ' -H "Authorization: Bearer $TOKEN"';
  return `curl -i -X ${method} ${quoted(`${apiUrl}${path}`)}${credential}`;
}

/** A grant that was issued names the route that it is for. */
function exchangeOf(route: string, apiUrl: string): string | undefined {
  const [method, template] = route.split(' ');
  if (method === undefined || template?.startsWith('/') !== true) return undefined;
  const resource = `${apiUrl}/step-up/requirements/${method}/${encodeURIComponent(template)}`;
  return [
    `curl -i ${quoted(`${apiUrl}/step-up/token`)} -d subject_token="$TOKEN"`,
    '-d grant_type=urn:ietf:params:oauth:grant-type:token-exchange',
    '-d subject_token_type=urn:ietf:params:oauth:token-type:access_token',
    `--data-urlencode ${quoted(`resource=${resource}`)}`,
  ].join(' ');
}

/** How TOKEN is set. */
export function tokenCommand(apiUrl: string): string {
  return `TOKEN=$(npm run --silent token -- --port ${new URL(apiUrl).port})`;
}

/** For a POSIX shell, which takes nothing within single quotes for its own. */
function quoted(text: string): string {
  return `'${text.replace(/'/g, "'\\''")}'`;
}
