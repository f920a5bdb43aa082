/** What may stand in claims. What cannot be read counts as absent where it only could have helped its token. */
import * as v from 'valibot';
import { LATEST_TIME } from '../date-time.ts';

/** NumericDate, in seconds: it may have a fraction (RFC 7519 §2). */
export const numericDate = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(LATEST_TIME));

/** A name, of a user or a method. Without control characters, and without lone surrogates: encoded in UTF-8, all lone surrogates are the same. */
export const name = v.pipe(v.string(), v.regex(/^[^\p{Cc}\p{Cs}]{1,255}$/u));

/** `amr` (OpenID Connect Core §2). */
const methods = v.pipe(v.array(name), v.maxLength(32));

/** One method, as some issuers write it. A text with a separator in it may be several. */
const method = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.:/-]{1,255}$/));

/** The time, in seconds since 1970; undefined where no time can be read. */
export function timeIn(value: unknown): number | undefined {
  return v.is(numericDate, value) ? value : undefined;
}

/**
 * The methods of a sign-in; undefined where they cannot be read. One of a list that cannot be read is enough for that: it
 * may be the one that a rule denies.
 */
export function methodsIn(value: unknown): readonly string[] | undefined {
  if (v.is(method, value)) return [value];
  return v.is(methods, value) ? value : undefined;
}
