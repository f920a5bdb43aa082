/** The description of our endpoints, and the same for a caller who has a token. */
import { join } from 'node:path';
import { parseDocument } from 'yaml';

export const DESCRIPTION = join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'openapi.yaml');

/** Routes of the example: one that the token opens, and two for which it gets a grant. */
const ROUTES = [
  { method: 'GET', template: 'accounts' },
  { method: 'POST', template: 'payments' },
  { method: 'POST', template: 'payouts' },
];

/** Narrows the parameters to values that succeed: generated text is no token, and names no route. */
export function withToken(description: string, apiUrl: string, token: string): string {
  const document = parseDocument(description);
  const narrow = (path: readonly (string | number)[], schema: object) => {
    if (!document.hasIn(path)) throw new Error(`docs/openapi.yaml has no ${path.join(' ')}`);
    document.setIn(path, schema);
  };
  const form = ['components', 'schemas', 'ExchangeRequest', 'properties'];
  const uris = ROUTES.map(({ method, template }) => `${apiUrl}/step-up/requirements/${method}/${template}`);
  narrow([...form, 'subject_token'], { const: token });
  narrow([...form, 'resource'], { enum: uris });
  document.deleteIn([...form, 'client_id']);
  const parameters = ['paths', '/step-up/requirements/{method}/{template}', 'get', 'parameters'];
  narrow([...parameters, 1, 'schema'], { enum: ROUTES.map(({ template }) => template) });
  return String(document);
}
