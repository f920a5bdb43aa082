/** The form of an exchange that would be granted (RFC 8693 §2.1). */
import { ENDPOINTS } from '../../lambda/contract.ts';
import { BASE } from './rest-events.ts';

export type Form = readonly (readonly [name: string, value: string])[];

export const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:token-exchange';
export const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
/** What stands before the method in every requirement URI. */
export const REQUIREMENTS = `${BASE}${ENDPOINTS.requirements.replace('{proxy+}', '')}`;

/** The form that earns the grant for a route (`POST /transfers`). */
export function exchangeForm(token: string, route: string): Form {
  const [method = '', template = ''] = route.split(' ');
  return [
    ['grant_type', GRANT_TYPE],
    ['subject_token', token],
    ['subject_token_type', ACCESS_TOKEN],
    ['resource', `${REQUIREMENTS}${method}/${encodeURIComponent(template)}`],
  ];
}

/** A form as a body. */
export function encodeForm(form: Form): string {
  return form.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
}
