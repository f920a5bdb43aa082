/** The moment at which an announced change takes effect, as administrators write it. */
import * as v from 'valibot';

/** RFC 3339 §5.6, with the offset that tells which hour is meant. */
const DATE_TIME =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** JavaScript takes February 31st for March 3rd: that is not what anybody meant. */
function isMoment(text: string): boolean {
  const [, day] = DATE_TIME.exec(text) ?? [];
  if (day === undefined) return false;
  const midnight = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}

/** Seconds since 1970 of an RFC 3339 date and time with its offset; undefined for anything else. */
export function secondsOfDateTime(text: string): number | undefined {
  return isMoment(text) ? Date.parse(text) / 1000 : undefined;
}

/** Seconds since 1970, from a date and time such as `2026-12-01T06:00:00Z`. */
export const effectiveAt = v.pipe(
  v.string('expected a date and time as text'),
  v.maxLength(32, 'expected a date and time'),
  v.check(
    isMoment,
    'expected a date and time with its offset, such as 2026-12-01T06:00:00Z or 2026-12-01T07:00:00+01:00',
  ),
  v.transform((text) => Math.ceil(Date.parse(text) / 1000)),
);
