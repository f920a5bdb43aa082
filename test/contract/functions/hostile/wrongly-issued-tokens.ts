/** Tokens that the issuer itself has signed, and that are no access tokens for this API (RFC 9068 §4). */

export interface NamedToken {
  readonly name: string;
  readonly token: string;
}

type Issue = (claims: object, header?: object) => Promise<string>;
type Json = Record<string, unknown>;

export async function wronglyIssuedTokens(issue: Issue): Promise<NamedToken[]> {
  return [...(await signedHeaders(issue)), ...(await signedClaims(issue))];
}

/** Signed by the issuer, with a header that an access token may not have. */
async function signedHeaders(issue: Issue): Promise<NamedToken[]> {
  const headers: Json[] = [
    { typ: 'JWT' },
    { typ: 'jwt' },
    { typ: 'id+jwt' },
    { typ: 'dpop+jwt' },
    { typ: 'logout+jwt' },
    { typ: 'secevent+jwt' },
    { typ: 'refresh+jwt' },
    { typ: '' },
    { typ: null },
    { typ: 7 },
    { typ: ['at+jwt'] },
    { typ: undefined },
    { kid: '' },
    { kid: null },
    { jku: 'https://evil.example.com' },
    { x5u: 'https://evil.example.com' },
    { x5c: [] },
    { jwk: {} },
    { zip: 'DEF' },
    { enc: 'A256GCM' },
  ];
  return Promise.all(
    headers.map(async (header) => ({
      name: `signed, with header ${JSON.stringify(header)}`,
      token: await issue({}, header),
    })),
  );
}

/** Signed by the issuer, with claims that are wrong, missing or of another type. */
async function signedClaims(issue: Issue): Promise<NamedToken[]> {
  const wrongTypes: unknown[] = [null, true, [], {}, ['x'], -1, 1.5, 'soon', ''];
  const typed = ['sub', 'exp', 'client_id'].flatMap((claim) =>
    wrongTypes
      .filter((value) => value !== 'soon' || claim === 'exp')
      .map((value): Json => ({ [claim]: value })),
  );
  const times = wrongTypes
    .filter((value) => typeof value !== 'number' || value < 0)
    .map((nbf): Json => ({ nbf }));
  const bindings = [
    [],
    ['x'],
    'x',
    '',
    7,
    true,
    { x: null },
    { jkt: '' },
    { constructor: 1 },
    { kid: 'k' },
  ].map((cnf): Json => ({ cnf }));
  const wrong: Json[] = [
    { iss: 'https://evil.example.com' },
    { iss: undefined },
    { iss: '' },
    { iss: null },
    { iss: [] },
    { aud: 'https://other.example.com' },
    { aud: undefined },
    { aud: '' },
    { aud: [] },
    { aud: null },
    { aud: {} },
    { aud: [7] },
    { aud: ['https://other.example.com'] },
    { sub: undefined },
    { sub: 'x'.repeat(300) },
    { sub: 'a\nb' },
    { sub: 'a\u0000b' },
    { exp: undefined },
    { exp: 0 },
    { exp: 1_000 },
    { exp: Date.now() / 1000 - 60 },
    { exp: 1e300 },
    { nbf: 9_999_999_999 },
    { client_id: undefined },
    { client_id: 'a\r\nb' },
    { auth_time: 9_999_999_999 },
    { cnf: { jkt: 'x' } },
    { cnf: { 'x5t#S256': 'x' } },
  ];
  return Promise.all(
    [...typed, ...times, ...bindings, ...wrong].map(async (claims) => ({
      name: `signed, with ${JSON.stringify(claims) === '{}' ? `no ${Object.keys(claims).join()}` : JSON.stringify(claims).slice(0, 60)}`,
      token: await issue(claims),
    })),
  );
}
