/** `npm run token`: prints an access token of the local run's test user, for calls with curl. */
import { findRuns } from '../admin/connection/run-file.ts';
import { USAGE, userToken } from '../local/run/user-token.ts';
import { messageOf } from '../core/error-text.ts';

try {
  console.log(await userToken(process.argv.slice(2), findRuns(process.cwd())));
} catch (error) {
  console.error(`No token: ${messageOf(error)}\n\n${USAGE}`);
  if (error instanceof TypeError)
    console.error('Is the local run up (npm start), in this folder or on this --port?');
  process.exitCode = 1;
}
