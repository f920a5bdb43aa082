/** What a trust config may give as a URL. */

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

/** Whether a text is a URL that says where something is, and nothing more. */
export function isPlainUrl(text: string): boolean {
  const url = urlOf(text);
  return url?.username === '' && url.password === '' && !/[?#"\\\s]/.test(text);
}

/** Whether it can stand in a header as it is. */
export function isPrintableAscii(text: string): boolean {
  return /^[!-~]*$/.test(text);
}

/** By its text: `HTTPS://…` and `https:x` mean the same to a parser, and something else to whoever compares texts. */
export function isHttps(text: string): boolean {
  return text.startsWith('https://') && urlOf(text) !== undefined;
}

/** Whether it is a URL of the local run, whose provider speaks plain http. */
export function isLoopbackHttp(text: string): boolean {
  const url = urlOf(text);
  return text.startsWith('http://') && url !== undefined && LOOPBACK_HOSTS.includes(url.hostname);
}

/** Whether a text is an origin as browsers send it (RFC 6454 §6.2). */
export function isOrigin(text: string): boolean {
  const url = urlOf(text);
  // It stands between apostrophes in a gateway response.
  return url?.origin === text && !text.includes("'") && ['https:', 'http:'].includes(url.protocol);
}

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
