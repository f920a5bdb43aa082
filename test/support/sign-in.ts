/** The foreign client for tests: the scripted sign-in of the local run, and the grants that need no user. */
import * as oauth from 'oauth4webapi';
import { discover, INSECURE } from '../../local/sign-in.ts';

export { CookieJar, signIn } from '../../local/sign-in.ts';
export type { SignInRequest } from '../../local/sign-in.ts';

/** Exchanges a refresh token for new tokens, as a public client (RFC 6749 §6). */
export async function refresh(
  issuer: string,
  clientId: string,
  refreshToken: string,
): Promise<oauth.TokenEndpointResponse> {
  const server = await discover(issuer);
  const client = { client_id: clientId };
  const response = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), refreshToken, INSECURE);
  return oauth.processRefreshTokenResponse(server, client, response);
}

/** An access token without a user (RFC 6749 §4.4). */
export async function machineToken(
  issuer: string,
  machine: { readonly clientId: string; readonly clientSecret: string },
  scope = 'payments:write',
): Promise<string> {
  const server = await discover(issuer);
  const client = { client_id: machine.clientId };
  const authentication = oauth.ClientSecretBasic(machine.clientSecret);
  const response = await oauth.clientCredentialsGrantRequest(
    server,
    client,
    authentication,
    { scope },
    INSECURE,
  );
  return (await oauth.processClientCredentialsResponse(server, client, response)).access_token;
}
