/** What may stand in claims. What cannot be read counts as absent where it only could have helped its token. */
import * as v from 'valibot';
import { LATEST_TIME } from '../date-time.ts';
import { NAME } from '../trust/names.ts';

/** NumericDate, in seconds: it may have a fraction (RFC 7519 §2). */
export const numericDate = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(LATEST_TIME));

/** A name, of a user or a method. */
export const name = v.pipe(v.string(), v.regex(NAME));

/** One method, as some issuers write it. A text with a separator in it may be several. */
const method = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.:/-]{1,255}$/));

/** In a list of methods. */
const MOST_METHODS = 32;

/** The time, in seconds since 1970; undefined where no time can be read. */
export function timeIn(value: unknown): number | undefined {
  return v.is(numericDate, value) ? value : undefined;
}

/** A method by which the user signed in. `time` in seconds since 1970; undefined where none can be read. */
export interface Factor {
  readonly method: string;
  readonly time: number | undefined;
}

/** The members of an object that have the method, and its time. */
interface FactorMembers {
  readonly method: string | undefined;
  readonly time: string | undefined;
}

/**
 * The methods of a sign-in (`amr`, OpenID Connect Core §2); undefined where they cannot be read. One of a list that cannot
 * be read is enough for that: it may be the one that a rule denies.
 */
export function factorsIn(value: unknown, members: FactorMembers): readonly Factor[] | undefined {
  if (v.is(method, value)) return [{ method: value, time: undefined }];
  if (!Array.isArray(value) || value.length > MOST_METHODS) return undefined;
  const read = value.map((one: unknown) => factorIn(one, members));
  const factors = read.filter((one) => one !== undefined);
  return factors.length === read.length ? factors : undefined;
}

function factorIn(value: unknown, members: FactorMembers): Factor | undefined {
  if (v.is(name, value)) return { method: value, time: undefined };
  const named = memberOf(value, members.method);
  return v.is(name, named) ? { method: named, time: timeIn(memberOf(value, members.time)) } : undefined;
}

function memberOf(value: unknown, member: string | undefined): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && member !== undefined && Object.hasOwn(value, member)
    ? Reflect.get(value, member)
    : undefined;
}
