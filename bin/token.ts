/** `npm run token`: prints an access token of the local run's test user, to try things with curl. */
import { parseArgs } from 'node:util';
import { findUser } from '../local/openid-provider/accounts.ts';
import { APPLICATION } from '../local/openid-provider/clients.ts';
import { signIn } from '../local/sign-in.ts';

const USAGE = `npm run token -- [options]

  --port N        of the gateway, as given to npm start (3000)
  --acr WORDS     acr_values to ask for, separated by spaces
  --user NAME     alice (default) or bob`;

try {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '3000' },
      acr: { type: 'string' },
      user: { type: 'string', default: 'alice' },
    },
  });
  const user = findUser(values.user);
  if (user === undefined) throw new Error(`there is no user ${values.user}: alice and bob can sign in`);
  const { accessToken } = await signIn({
    ...user,
    issuer: `http://127.0.0.1:${Number(values.port) + 1}`,
    clientId: APPLICATION,
    redirectUri: `http://127.0.0.1:${values.port}/callback`,
    ...(values.acr === undefined ? {} : { acrValues: values.acr.split(' ') }),
  });
  console.log(accessToken);
} catch (error) {
  console.error(`No token: ${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  if (error instanceof TypeError) console.error('Is the local run up (npm start), on this --port?');
  process.exitCode = 1;
}
