/**
 * Who may talk to the console: its own page, and nobody else. It listens on loopback, but so may every page that the
 * browser has open: through a name that points here (DNS rebinding), or by a request of its own (CSRF).
 */
import type { IncomingMessage } from 'node:http';

/** What a request is for; undefined when it is not for this server. Dots and slashes are resolved, as for its answer. */
export function targetOf({ url = '/' }: IncomingMessage, origin: string): URL | undefined {
  const target = URL.parse(url, origin);
  return target?.origin === origin ? target : undefined;
}

/** Why a request is refused; undefined when it is not. `origin` is the console's own. */
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
  // A form of another page can send neither of these without being asked first (Fetch standard, CORS preflight).
  if (headers.origin !== origin) return 'the request does not say that it comes from the console';
  if (headers['content-type'] !== 'application/json') return 'the request has to be JSON';
  return undefined;
}

/** Of every answer. The styles of React Aria are set by script, which `style-src 'self'` alone would not let pass. */
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
