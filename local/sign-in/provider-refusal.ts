/** What a provider, or the token exchange, says when it refuses: in a sentence for the user. */
import * as oauth from 'oauth4webapi';
import { messageOf } from '../../core/error-text.ts';
import { CHALLENGE_ERRORS } from '../api-client.ts';

/** Of any other error, its own message. */
export function providerRefusal(error: unknown): string {
  if (error instanceof oauth.AuthorizationResponseError)
    return `the provider refused the authorization request: ${said(error)}`;
  if (error instanceof oauth.ResponseBodyError)
    return `the provider gave no token for the code: ${said(error)}${adviceOn(error.error)}`;
  return messageOf(error);
}

/** Of the token exchange. Of any other error, its own message. */
export function exchangeRefusal(error: unknown): string {
  return error instanceof oauth.ResponseBodyError
    ? `the exchange gave no grant: ${said(error)}${CHALLENGE_ERRORS.includes(error.error) ? NOT_AS_ASKED : ''}`
    : messageOf(error);
}

const NOT_AS_ASKED =
  ' The provider did not sign the user in as it was asked to, or does not say so in the token: docs/providers/README.md leads to the page that says what to switch on';

interface Refused {
  readonly error: string;
  readonly error_description?: string | undefined;
}

/** In printable ASCII: it is shown on a terminal. */
function said({ error, error_description: description }: Refused): string {
  return [error, ...(description === undefined ? [] : [description])]
    .join(': ')
    .slice(0, 500)
    .replace(/[^ -~]/g, '?');
}

/** RFC 6749 §5.2. */
function adviceOn(error: string): string {
  return error === 'invalid_client' || error === 'unauthorized_client'
    ? '. The client has to be public: one without a secret, which may use the authorization code grant with PKCE'
    : '';
}
