/** Errors as text: for logs and for the errors that a function throws, and for the person who runs a command. */
import { getDotPath, isValiError } from 'valibot';

/**
 * An error and its causes as text. Of a schema's error it says only where it was, and of a JSON parser's error only
 * that there was one: their messages quote the value, which may come from a table.
 */
export function errorText(error: unknown): string {
  if (isValiError(error)) {
    return `unexpected value at ${error.issues.map((issue) => getDotPath(issue) ?? 'the top').join(', ')}`;
  }
  if (error instanceof SyntaxError) return 'SyntaxError: what was read is malformed';
  if (!(error instanceof Error)) return 'unknown';
  const text = `${error.name}: ${error.message}`;
  return error.cause === undefined ? text : `${text} (${errorText(error.cause)})`;
}

/** The message of an error for the person who runs a command. Not for logs: it may quote a value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
