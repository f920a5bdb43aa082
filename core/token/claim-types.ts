/** The types that claims must have. */
import * as v from 'valibot';
import { LATEST_TIME } from '../date-time.ts';

/** NumericDate (RFC 7519 §2), in seconds. */
export const numericDate = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(LATEST_TIME));

/** A name, of a user or a method. Without control characters, and without lone surrogates: encoded in UTF-8, all lone surrogates are the same. */
export const name = v.pipe(v.string(), v.regex(/^[^\p{Cc}\p{Cs}]{1,255}$/u));

/** `amr` (OpenID Connect Core §2). */
export const methods = v.pipe(v.array(name), v.maxLength(32));
