/** Reading forms and writing answers for the sign-in pages. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** The largest form, in bytes. */
const LARGEST_FORM = 10_000;

/** Without `form-action`: browsers apply it to redirects after a form too, and these lead to the application. */
export const PAGE_HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
} as const;

/** Answers with a page. */
export function sendPage(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, PAGE_HEADERS).end(html);
}

/** Sends the browser to another URL, with GET. */
export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { Location: location, 'Cache-Control': 'no-store' }).end();
}

/**
 * Reads a submitted form.
 * @throws Error when it is larger than any sign-in form
 */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!(chunk instanceof Uint8Array))
      throw new TypeError('the request is read as text: do not set its encoding');
    size += chunk.length;
    if (size > LARGEST_FORM) throw new Error(`the form is larger than ${LARGEST_FORM} bytes`);
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
