/** `npm run token`: prints an access token of the local run's test user, for calls with curl. */
import { USAGE, userToken } from '../local/run/user-token.ts';
import { messageOf } from '../core/error-text.ts';

try {
  console.log(await userToken(process.argv.slice(2)));
} catch (error) {
  console.error(`No token: ${messageOf(error)}\n\n${USAGE}`);
  if (error instanceof TypeError) console.error('Is the local run up (npm start), on this --port?');
  process.exitCode = 1;
}
