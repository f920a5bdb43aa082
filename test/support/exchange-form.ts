/** The form of a token exchange that is granted (RFC 8693 §2.1), and those that differ from it. */

export type Form = readonly (readonly [name: string, value: string])[];

/** The Content-Type of a form. */
export const FORM = 'application/x-www-form-urlencoded';
export const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:token-exchange';
export const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

/** The form that earns the grant for a resource: the requirement URI of a route. */
export function exchangeForm(token: string, resource: string): Form {
  return [
    ['grant_type', GRANT_TYPE],
    ['subject_token', token],
    ['subject_token_type', ACCESS_TOKEN],
    ['resource', resource],
  ];
}

/** A form as a body. */
export function encodeForm(form: Form): string {
  return form.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
}

/** The body of a form, and of forms that differ from it. */
export interface FormVariants {
  /** The valid form, and what is given beside it, even if that repeats a parameter. */
  readonly andAlso: (...more: [name: string, value: string][]) => string;
  /** The valid form with other values. */
  readonly withFields: (fields: Record<string, string>) => string;
  readonly without: (name: string) => string;
  /** The valid value of a parameter. */
  readonly valueOf: (name: string) => string;
}

export function variantsOf(form: Form): FormVariants {
  const valid = Object.fromEntries(form);
  return {
    andAlso: (...more) => encodeForm([...form, ...more]),
    withFields: (fields) => encodeForm(Object.entries({ ...valid, ...fields })),
    without: (name) => encodeForm(form.filter(([one]) => one !== name)),
    valueOf: (name) => valid[name] ?? '',
  };
}
