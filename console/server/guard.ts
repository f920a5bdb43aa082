/**
 * Only the console's own page may use the console. It listens on loopback, but any page that is open in the browser can
 * reach it: through a host name that points here (DNS rebinding), or by a cross-site request (CSRF).
 */
import type { IncomingMessage } from 'node:http';

/** The URL that a request is for; undefined when it is not for this server. The server answers with the same, normalized path. */
export function targetOf({ url = '/' }: IncomingMessage, origin: string): URL | undefined {
  const target = URL.parse(url, origin);
  return target?.origin === origin ? target : undefined;
}

/** The reason to refuse a request; undefined for a request that is allowed. `origin` is the console's own. */
export function refusal(request: IncomingMessage, origin: string): string | undefined {
  const { method, headers } = request;
  if (headers.host !== new URL(origin).host) {
    return `the console answers at ${origin} only, not at ${String(headers.host)}`;
  }
  if (headers.origin !== undefined && headers.origin !== origin) {
    return `a page of ${headers.origin} may not talk to the console`;
  }
  const target = targetOf(request, origin);
  if (target === undefined) return `the console answers for ${origin} only`;
  if (!target.pathname.startsWith('/api/'))
    return method === 'GET' || method === 'HEAD' ? undefined : 'only GET is known here';
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return 'only the page of the console may ask for this';
  if (method === 'GET') return undefined;
  // A form of another page can send neither of these without a CORS preflight (Fetch standard).
  if (headers.origin !== origin) return 'the request does not say that it comes from the console';
  if (headers['content-type'] !== 'application/json') return 'the request has to be JSON';
  return undefined;
}

/** The headers of every answer. React Aria sets styles by script, which `style-src 'self'` alone would block. */
export function securityHeaders(connections: readonly string[]): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      `connect-src 'self' ${connections.join(' ')}`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
  };
}
