/** A date and time as administrators write it: RFC 3339 §5.6. */
import * as v from 'valibot';

/** The latest time, in seconds since 1970: they have ten digits until the year 2286; milliseconds have more. */
export const LATEST_TIME = 9_999_999_999;

/** With the offset, without which the hour is not known. */
const DATE_TIME =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** JavaScript reads February 31st as March 3rd: a mistake must not become another day. */
function isDateTime(text: string): boolean {
  const [, day] = DATE_TIME.exec(text) ?? [];
  if (day === undefined) return false;
  const midnight = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}

/** Seconds since 1970 of a date and time with its offset; undefined for any other text. */
export function secondsOfDateTime(text: string): number | undefined {
  return isDateTime(text) ? Date.parse(text) / 1000 : undefined;
}

/** Parses a date and time such as `2026-12-01T06:00:00Z` into seconds since 1970, rounded up. */
export const dateTime = v.pipe(
  v.string('expected a date and time as text'),
  v.maxLength(32, 'expected a date and time'),
  v.check(
    isDateTime,
    'expected a date and time with its offset, such as 2026-12-01T06:00:00Z or 2026-12-01T07:00:00+01:00',
  ),
  v.transform((text) => Math.ceil(Date.parse(text) / 1000)),
);
