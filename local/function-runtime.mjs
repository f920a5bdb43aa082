/**
 * Runs one instance of a function in a process of its own: loads the bundle as Lambda's runtime does, then
 * handles one event after the other as they come from the parent process.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [file, name] = process.env._HANDLER.split('.');
const handler = createRequire(import.meta.url)(join(process.env.LAMBDA_TASK_ROOT, `${file}.js`))[name];

process.on('message', async ({ event, context, deadline }) => {
  const functionContext = { ...context, getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()) };
  try {
    process.send({ ok: true, value: (await handler(event, functionContext)) ?? null });
  } catch (error) {
    // As Lambda's runtime does: what is thrown is printed, and its message goes to the caller.
    console.error(error);
    process.send({
      ok: false,
      errorType: error?.name ?? 'Error',
      errorMessage: String(error?.message ?? error),
    });
  }
});

// The parent is gone: so is whatever this instance was for.
process.on('disconnect', () => process.exit(0));
process.send('ready');
