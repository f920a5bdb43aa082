/** The applications that the provider knows. */
import { randomBytes } from 'node:crypto';
import type { ClientMetadata } from 'oidc-provider';

/** A public client: `application` is the one that the demonstration uses, `otherApplication` a stranger to it. */
export const APPLICATION = 'step-up-demo';
export const OTHER_APPLICATION = 'step-up-other';

/** A program with a secret, and without a user. */
export interface MachineClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A machine client whose secret is new at every start. */
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

/** `web`, although its redirect URIs are on loopback: oidc-provider asks for consent each time when `native`. */
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
