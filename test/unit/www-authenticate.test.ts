/** Parsing WWW-Authenticate: by the documents, and beside a parser that many clients use. */
import * as oauth from 'oauth4webapi';
import { parseWwwAuthenticate } from '../../client/www-authenticate.ts';
import { MALFORMED, WELL_FORMED } from '../vectors/www-authenticate.ts';

function parse(header: string) {
  return parseWwwAuthenticate(header).map(({ scheme, parameters }) => [
    scheme,
    Object.fromEntries(parameters),
  ]);
}

describe('a well-formed header', () => {
  test.each(WELL_FORMED)('$source', ({ header, challenges }) => {
    expect(parse(header)).toEqual(challenges);
  });

  test.each(WELL_FORMED)('is read alike by oauth4webapi: $source', async ({ header, challenges }) => {
    expect(await parseByOauth4webapi(header)).toEqual(challenges);
  });
});

describe('a malformed header tells nothing', () => {
  test.each(MALFORMED)('$source', ({ header, challenges }) => {
    expect(parse(header)).toEqual(challenges);
  });
});

test('a long header without an end is given up on, however it is made', () => {
  for (const header of [
    `Bearer a="${'\\"'.repeat(50_000)}`,
    'a '.repeat(50_000),
    `Bearer ${'a='.repeat(50_000)}`,
    ',\t'.repeat(50_000),
  ]) {
    expect(parse(header)).toEqual([]);
  }
});

async function parseByOauth4webapi(header: string): Promise<unknown> {
  const answer = () =>
    Promise.resolve(new Response(null, { status: 401, headers: { 'www-authenticate': header } }));
  const error: unknown = await oauth
    .protectedResourceRequest('token', 'GET', new URL('https://api.example.com'), undefined, null, {
      [oauth.customFetch]: answer,
    })
    .catch((reason: unknown) => reason);
  if (!(error instanceof oauth.WWWAuthenticateChallengeError)) return error;
  return error.cause.map(({ scheme, parameters }) => [scheme, parameters]);
}
