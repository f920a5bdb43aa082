/** The cookies of a scripted browser: the parts of RFC 6265 that an OpenID provider on one host needs. */

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly host: string;
  readonly path: string;
}

/** Cookies by host, path and name. A cookie that is set as expired is deleted; other lifetimes are ignored. */
export class CookieJar {
  readonly #cookies = new Map<string, Cookie>();

  /** Takes the `Set-Cookie` headers of an answer from `url`. */
  store(url: URL, setCookies: readonly string[]): void {
    for (const line of setCookies) {
      const [pair = '', ...attributes] = line.split(';');
      const [name, value] = split(pair);
      const settings = new Map(attributes.map(split).map(([key, setting]) => [key.toLowerCase(), setting]));
      const path = settings.get('path') ?? '/';
      const key = `${url.host} ${path} ${name}`;
      if (hasExpired(settings)) this.#cookies.delete(key);
      else this.#cookies.set(key, { name, value, host: url.host, path });
    }
  }

  /** The `Cookie` header of a request to `url`. */
  header(url: URL): string {
    return [...this.#cookies.values()]
      .filter(({ host, path }) => host === url.host && isBelow(url.pathname, path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }
}

/** RFC 6265 §5.1.4: `/a` covers `/a` and `/a/b`, and not `/ab`. */
function isBelow(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
}

function hasExpired(settings: ReadonlyMap<string, string>): boolean {
  const expires = settings.get('expires');
  return settings.get('max-age') === '0' || (expires !== undefined && Date.parse(expires) <= Date.now());
}

function split(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return at === -1 ? [pair.trim(), ''] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
}
