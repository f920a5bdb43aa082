/** `npm run token`: prints an access token of the local run's test user, for calls with curl. */
import { USAGE, userToken } from '../local/run/user-token.ts';

try {
  console.log(await userToken(process.argv.slice(2)));
} catch (error) {
  console.error(`No token: ${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  if (error instanceof TypeError) console.error('Is the local run up (npm start), on this --port?');
  process.exitCode = 1;
}
