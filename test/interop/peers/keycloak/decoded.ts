/** The claims of a token, unverified, for what is said of an issuer. */
import * as v from 'valibot';

const claims = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown()));

export function decoded(token: string): Readonly<Record<string, unknown>> {
  const [, payload = ''] = token.split('.');
  return v.parse(claims, Buffer.from(payload, 'base64url').toString());
}
