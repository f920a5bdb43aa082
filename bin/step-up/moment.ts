/** Times on the command line. */
import { InvalidArgumentError } from 'commander';

const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** Seconds since 1970, from an RFC 3339 date and time with its offset, or from seconds since 1970. */
export function momentOf(text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  const milliseconds = DATE_TIME.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(milliseconds)) {
    throw new InvalidArgumentError('expected a time such as 2026-12-01T06:00:00Z, or seconds since 1970.');
  }
  return Math.floor(milliseconds / 1000);
}

/** A time for people. */
export function inWords(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
