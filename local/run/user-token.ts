/** An access token of a test user, from the provider of a local run that is up. */
import { parseArgs } from 'node:util';
import { findUser } from '../openid-provider/accounts.ts';
import { APPLICATION } from '../openid-provider/clients.ts';
import { signIn } from '../sign-in.ts';

export const USAGE = `npm run token -- [options]

  --port N        of the gateway (that of the run of this folder that started last, else 3000)
  --acr WORDS     acr_values to ask for, separated by spaces
  --user NAME     alice (default) or bob`;

/** Where a run is: the URL of its API, and its own provider. */
interface RunAddress {
  readonly apiUrl: string;
  readonly issuer?: string;
}

/**
 * Signs the user in at the provider of the run with the gateway at `--port`. `runs` are those that are known, the last first.
 * A TypeError: the provider could not be reached.
 */
export async function userToken(args: readonly string[], runs: readonly RunAddress[]): Promise<string> {
  const {
    port,
    acr,
    user: name,
  } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      acr: { type: 'string' },
      user: { type: 'string', default: 'alice' },
    },
  }).values;
  const user = findUser(name);
  if (user === undefined) throw new Error(`there is no user ${name}: alice and bob can sign in`);
  const { apiUrl, issuer } = addressOf(port, runs);
  if (issuer === undefined)
    throw new Error(
      `the run at ${apiUrl} has no provider of its own (--own-provider off): its users sign in at yours. Take an access token from there`,
    );
  const { accessToken } = await signIn({
    ...user,
    issuer,
    clientId: APPLICATION,
    redirectUri: new URL('/callback', apiUrl).href,
    ...(acr === undefined ? {} : { acrValues: acr.split(' ') }),
  });
  return accessToken;
}

/** A run that is not known, such as one of another folder, has its provider at the next port. */
function addressOf(port: string | undefined, runs: readonly RunAddress[]): RunAddress {
  const known = runs.find(({ apiUrl }) => port === undefined || new URL(apiUrl).port === port);
  if (known !== undefined) return known;
  const gateway = port ?? '3000';
  return { apiUrl: `http://127.0.0.1:${gateway}`, issuer: `http://127.0.0.1:${Number(gateway) + 1}` };
}
