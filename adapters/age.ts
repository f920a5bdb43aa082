/** How long ago something was, by a clock that may be set back. */

/**
 * `now - then`, both in milliseconds. What lies in the future by the clock is of any age: the clock was set back, and
 * what was kept for a bounded time must not be kept for longer.
 */
export function ageOf(then: number, now: number): number {
  return now < then ? Infinity : now - then;
}
