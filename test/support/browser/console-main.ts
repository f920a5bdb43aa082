/** Runs the local stack with its console in a separate process: `node console-main.ts OPTIONS`. */
import { join } from 'node:path';
import * as v from 'valibot';
import { createDecisions } from '../../../console/server/decisions.ts';
import { startConsole } from '../../../console/server/server.ts';
import { usersOf } from '../../../local/run/users.ts';
import { yourProvider } from '../../../local/run/your-provider.ts';
import { startLocalStack } from '../../../local/stack.ts';
import { exampleAppOnce } from '../stacks/synthesized-once.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

const optionsSchema = v.strictObject({
  accessTokenLifetime: v.exactOptional(v.number()),
  /** Users sign in at the issuer of this trust config alone, as this client. */
  yours: v.exactOptional(v.strictObject({ configFile: v.string(), clientId: v.string() })),
});

const { yours, ...options } = v.parse(optionsSchema, JSON.parse(process.argv[2] ?? '{}'));
const decisions = createDecisions();
const app = exampleAppOnce(yours?.configFile ?? join(ROOT, 'step-up.config.json'));
const signIn = { issuer: undefined, scope: undefined, resource: undefined, audience: undefined };
const provider = yours === undefined ? undefined : await yourProvider({ ...signIn, ...yours }, app.issuers);
const stack = await startLocalStack({
  ...options,
  app,
  ownProvider: provider === undefined,
  port: 0,
  forConsole: true,
  onLog: decisions.note,
});
const users = usersOf(stack, provider);
const page = await startConsole({
  stack,
  users,
  decisions,
  pageFolder: join(ROOT, 'dist', 'console'),
});
console.log(JSON.stringify({ url: page.url, apiUrl: stack.apiUrl, issuer: users.provider.issuer }));

// When the test process ends, it closes this input.
process.stdin.resume();
process.stdin.on('close', () => {
  void page
    .close()
    .then(stack.close)
    .then(() => process.exit());
});
