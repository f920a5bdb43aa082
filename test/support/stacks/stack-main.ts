/** Runs the local stack as a process of its own: `node stack-main.ts OPTIONS`. */
import { appendFileSync } from 'node:fs';
import * as v from 'valibot';
import { startLocalStack } from '../../../local/stack.ts';
import { consumerApp } from './consumer-app.ts';
import { exampleAppOnce } from './synthesized-once.ts';

const optionsSchema = v.object({
  /** The app of this repository, or an installed one. */
  app: v.union([
    v.strictObject({ configFile: v.string() }),
    v.strictObject({ consumer: v.string(), publicUrl: v.boolean() }),
  ]),
  logFile: v.string(),
  dynamodbEndpoint: v.exactOptional(v.string()),
  maxInstances: v.exactOptional(v.number()),
});

const { logFile, app, ...options } = v.parse(optionsSchema, JSON.parse(process.argv[2] ?? '{}'));
const stack = await startLocalStack({
  ...options,
  app: 'consumer' in app ? consumerApp(app.consumer, app.publicUrl) : exampleAppOnce(app.configFile),
  port: 0,
  onLog: (source, line) => {
    appendFileSync(logFile, `${JSON.stringify({ source, line })}\n`);
  },
});
const { apiUrl, provider, redirectUri, dynamodb, template } = stack;
console.log(
  JSON.stringify({
    apiUrl,
    provider,
    redirectUri,
    dynamodb,
    tables: template.tables.map(({ name }) => name),
  }),
);

// The end of the test process closes our input.
process.stdin.resume();
process.stdin.on('close', () => {
  void stack.close().then(() => process.exit());
});
