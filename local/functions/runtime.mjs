/**
 * Runs one instance of a function in a process of its own: loads the bundle as Lambda's runtime does, then
 * handles one event after the other as they come from the parent process.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';

// The channel to the parent is hidden from the function: on Lambda there is none.
const send = process.send.bind(process);
delete process.send;
process.chdir(process.env.LAMBDA_TASK_ROOT);

const loaded = load();

process.on('message', async ({ event, context, deadline }) => {
  const functionContext = { ...context, getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()) };
  try {
    if (loaded.error !== undefined) throw loaded.error;
    send({ ok: true, value: (await loaded.handler(event, functionContext)) ?? null });
  } catch (error) {
    // As Lambda's runtime does: the error is printed, and the caller gets its message.
    console.error(error);
    send({
      ok: false,
      errorType: error?.name ?? 'Error',
      errorMessage: String(error?.message ?? error),
    });
  }
});

// The parent has ended: this instance is of no more use.
process.on('disconnect', () => process.exit(0));
send('ready');

/** A bundle that does not load fails each invocation with its own error. */
function load() {
  const [file, name] = process.env._HANDLER.split('.');
  try {
    const handler = createRequire(import.meta.url)(join(process.env.LAMBDA_TASK_ROOT, `${file}.js`))[name];
    if (typeof handler !== 'function') {
      throw named('Runtime.HandlerNotFound', `${process.env._HANDLER} is undefined or not exported`);
    }
    // nodejs24.x counts the parameters, also of an async function.
    if (handler.length > 2) {
      throw named(
        'Runtime.CallbackHandlerDeprecated',
        `${process.env._HANDLER} takes a callback, which nodejs24.x does not give: declare two parameters at the most`,
      );
    }
    return { handler };
  } catch (error) {
    return { error };
  }
}

function named(name, message) {
  return Object.assign(new Error(message), { name });
}
