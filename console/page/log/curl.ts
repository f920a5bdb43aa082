/** A logged call as a command line, which works in a shell where TOKEN is set. */
import type { Decision } from './decisions.ts';

const EXCHANGE = 'POST /step-up/token';

/** Of `GET /step-up/requirements/{proxy+}` in the example. */
const SOME_REQUIREMENT = 'POST/payments';
const SOME_PARAMETER = '17';

/** Undefined where the log does not say enough. The token is a variable: the shell keeps command lines in its history. */
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

/** For the exchange of a grant, the reason in the log names the route. */
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

/** The command that sets TOKEN. */
export function tokenCommand(apiUrl: string): string {
  return `TOKEN=$(npm run --silent token -- --port ${new URL(apiUrl).port})`;
}

/** Quoted for a POSIX shell, which expands nothing within single quotes. */
function quoted(text: string): string {
  return `'${text.replace(/'/g, "'\\''")}'`;
}
