/** Errors in words, for logs and for what a function throws. */
import { getDotPath, isValiError } from 'valibot';

/**
 * An error and its causes in words. A schema's error tells only where it was, and a parser's only that there was
 * one: their messages quote the value, which may be of a table.
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
