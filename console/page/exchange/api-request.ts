/** Path and credentials of a request to the API. */

/** The path below the stage, which is the first part of the URL's path. */
export function pathOf(url: string): string {
  return new URL(url).pathname.replace(/^\/[^/]+/, '');
}

/** The access token. */
export function tokenOf({ headers }: Request): string | undefined {
  return headers.get('authorization')?.replace(/^Bearer /, '');
}

export function grantOf({ headers }: Request): string | undefined {
  return headers.get('step-up-grant') ?? undefined;
}
