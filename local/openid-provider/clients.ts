/** The applications that the provider knows. */
import { randomBytes } from 'node:crypto';
import type { ClientMetadata } from 'oidc-provider';

/** Public clients: `application` is used by the demonstration, `otherApplication` by tests of a foreign client. */
export const APPLICATION = 'step-up-demo';
export const OTHER_APPLICATION = 'step-up-other';

/** A client with a secret, which acts without a user. */
export interface MachineClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A machine client. Its secret is new at every start. */
export function createMachineClient(): MachineClient {
  return { clientId: 'step-up-machine', clientSecret: randomBytes(32).toString('base64url') };
}

/** The metadata of all clients (OpenID Connect Dynamic Client Registration §2). */
export function clientMetadata(redirectUris: readonly string[], machine: MachineClient): ClientMetadata[] {
  return [
    publicClient(APPLICATION, redirectUris),
    publicClient(OTHER_APPLICATION, redirectUris),
    {
      client_id: machine.clientId,
      client_secret: machine.clientSecret,
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
    },
  ];
}

/** `web`, although the redirect URIs are on loopback: for `native`, oidc-provider asks for consent each time. */
function publicClient(clientId: string, redirectUris: readonly string[]): ClientMetadata {
  return {
    client_id: clientId,
    application_type: 'web',
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    redirect_uris: [...redirectUris],
    require_auth_time: true,
  };
}
