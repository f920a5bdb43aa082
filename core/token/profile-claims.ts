/** Reads the claims of an access token where its profile says that they stand. */
import * as v from 'valibot';
import { name } from './claim-types.ts';
import type { AccessTokenProfile, Mark } from './profile.ts';

type Json = Readonly<Record<string, unknown>>;

/** The client of the token; undefined where it names none, or where one of its names cannot be read. */
export function clientOf(payload: Json, { client }: AccessTokenProfile): string | undefined {
  const named = client.filter((claim) => Object.hasOwn(payload, claim)).map((claim) => payload[claim]);
  const names = named.filter((value) => v.is(name, value));
  return names.length === named.length ? names[0] : undefined;
}

/** RFC 6749 §3.3. A scope in a list, with a space in it, would become two where the scopes are written as one text. */
const SCOPE = /^[!#-[\]-~]+$/;

/** Its scopes. Values that are not scopes are left out. */
export function scopesOf(payload: Json, { scopes }: Pick<AccessTokenProfile, 'scopes'>): readonly string[] {
  const value = payload[scopes];
  const list: readonly unknown[] = typeof value === 'string' ? value.split(' ') : [value].flat();
  return list.filter((scope) => typeof scope === 'string').filter((scope) => SCOPE.test(scope));
}

/** Whether the claims are those of an access token, where the header cannot tell. */
export function isAccessToken(payload: Json, { accessToken }: AccessTokenProfile): boolean {
  return accessToken.length === 0 || accessToken.some((mark) => isMarked(payload, mark));
}

/** Whether the token has the mark. A claim may have its value in a list. */
export function isMarked(payload: Json, { claim, value }: Mark): boolean {
  if (!Object.hasOwn(payload, claim)) return false;
  const values: readonly unknown[] = [payload[claim]].flat();
  return value === undefined || values.includes(value);
}
