/** An access token of a test user, from the provider of a local run that is up. */
import { parseArgs } from 'node:util';
import { findUser } from '../openid-provider/accounts.ts';
import { APPLICATION } from '../openid-provider/clients.ts';
import { signIn } from '../sign-in.ts';

export const USAGE = `npm run token -- [options]

  --port N        of the gateway, as given to npm start (3000)
  --acr WORDS     acr_values to ask for, separated by spaces
  --user NAME     alice (default) or bob`;

/** Signs the user in. A TypeError: the provider could not be reached. */
export async function userToken(args: readonly string[]): Promise<string> {
  const {
    port,
    acr,
    user: name,
  } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '3000' },
      acr: { type: 'string' },
      user: { type: 'string', default: 'alice' },
    },
  }).values;
  const user = findUser(name);
  if (user === undefined) throw new Error(`there is no user ${name}: alice and bob can sign in`);
  const { accessToken } = await signIn({
    ...user,
    issuer: `http://127.0.0.1:${Number(port) + 1}`,
    clientId: APPLICATION,
    redirectUri: `http://127.0.0.1:${port}/callback`,
    ...(acr === undefined ? {} : { acrValues: acr.split(' ') }),
  });
  return accessToken;
}
