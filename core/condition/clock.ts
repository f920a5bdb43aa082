/** What a clock in a time zone shows. The library uses the time zone of the process, where some hours may not exist. */

export const CLOCK_METHODS = [
  'getFullYear',
  'getMonth',
  'getDate',
  'getDayOfWeek',
  'getHours',
  'getMinutes',
] as const;

export type ClockMethod = (typeof CLOCK_METHODS)[number];

const clocks = new Map<string, Intl.DateTimeFormat>();

/** A clock in this time zone. Throws when there is no such time zone. */
export function clockIn(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  // Making one is slow, so they are kept. The bound is needed since a time zone is accepted in any case of its letters.
  if (clocks.size < MOST_CLOCKS) clocks.set(zone, clock);
  return clock;
}

const MOST_CLOCKS = 64;

/** As CEL counts them: months and days of the week from 0, the day of `getDate` from 1. */
export function clockReading(method: ClockMethod, moment: Date, zone: string): bigint {
  const parts = clockIn(zone).formatToParts(moment);
  const read = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value);
  switch (method) {
    case 'getFullYear':
      return BigInt(read('year'));
    case 'getMonth':
      return BigInt(read('month') - 1);
    case 'getDate':
      return BigInt(read('day'));
    case 'getDayOfWeek':
      return BigInt(new Date(Date.UTC(read('year'), read('month') - 1, read('day'))).getUTCDay());
    case 'getHours':
      return BigInt(read('hour'));
    case 'getMinutes':
      return BigInt(read('minute'));
  }
}
