/**
 * Timestamps and durations in conditions. In whole seconds, because the library adds some fractions wrongly; and
 * bounded, so that no sum leaves the range of CEL.
 */
import { Duration } from '@marcbachmann/cel-js/evaluator';
import { LATEST_TIME, secondsOfDateTime } from '../date-time.ts';

/** About 31 years, in seconds. */
const LONGEST = 1_000_000_000;

const PART = /^(\d{1,10})(h|m|s)/;
const SECONDS_IN = { h: 3_600, m: 60, s: 1 };

const NO_MOMENT =
  'timestamp() takes a date and time with its offset, such as 2026-12-01T06:00:00Z, or seconds since 1970, ' +
  'from 1970 to 2286 and without a fraction';

/** `timestamp(x)`, from RFC 3339 text or, as claims have them (RFC 7519 §2, NumericDate), seconds since 1970. */
export function timestampOf(value: string | number | bigint): Date {
  const seconds = typeof value === 'string' ? secondsOfDateTime(value) : Number(value);
  if (seconds === undefined || !(seconds >= 0 && seconds <= LATEST_TIME)) throw new Error(NO_MOMENT);
  return new Date(Math.floor(seconds) * 1000);
}

/** `duration(x)`, from text such as `1h30m`. */
export function durationOf(text: string): Duration {
  let seconds = 0;
  let rest = text.length > 32 ? '' : text;
  do {
    const [all, digits, unit] = PART.exec(rest) ?? [];
    if (all === undefined || (unit !== 'h' && unit !== 'm' && unit !== 's')) throw new Error(NO_DURATION);
    seconds += Number(digits) * SECONDS_IN[unit];
    rest = rest.slice(all.length);
  } while (rest !== '');
  if (seconds > LONGEST) throw new Error(NO_DURATION);
  return new Duration(BigInt(seconds));
}

const NO_DURATION =
  'duration() takes whole hours, minutes and seconds, such as "1h30m" or "300s", of 31 years at most';
