/** The form of a token exchange that is granted, and those that differ from it. */
import type { SignedInStack } from './signed-in-stack.ts';

export const FORM = 'application/x-www-form-urlencoded';
export const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

export interface ExchangeForm {
  /** The valid form, and what is given beside it, even if that repeats a parameter. */
  readonly andAlso: (...more: [name: string, value: string][]) => string;
  /** The valid form with other values. */
  readonly withFields: (fields: Record<string, string>) => string;
  readonly without: (name: string) => string;
  /** The valid value of a parameter. */
  readonly valueOf: (name: string) => string;
}

/** An exchange of the stack's strong sign-in for a grant for POST /payments. */
export function exchangeFormOf(stack: SignedInStack): ExchangeForm {
  const valid: Record<string, string> = {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: stack.strong.accessToken,
    subject_token_type: ACCESS_TOKEN,
    resource: stack.target('POST /payments').resource,
  };
  const encode = (fields: [string, string][]) => new URLSearchParams(fields).toString();
  return {
    andAlso: (...more) => encode([...Object.entries(valid), ...more]),
    withFields: (fields) => encode(Object.entries({ ...valid, ...fields })),
    without: (name) => encode(Object.entries(valid).filter(([one]) => one !== name)),
    valueOf: (name) => valid[name] ?? '',
  };
}
