/**
 * Numbers from texts, as the CEL specification has them (langdef.md, "Type Conversions"). Of the library's own
 * conversions some take an empty text for 0, other bases for decimal, and more than 64 bits for an int.
 */

const LARGEST = 2n ** 63n - 1n;
const SMALLEST = -(2n ** 63n);

/** Below this, a double rounds toward zero to an int of 64 bits for sure. */
const LARGEST_DOUBLE = 2 ** 63;

const WHOLE = /^[+-]?\d{1,19}$/;

/** Decimal, and finite: a condition would never hold for `NaN`, and a caller could send that. */
const DECIMAL = /^[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})([eE][+-]?\d{1,3})?$/;

/** Whether a whole number fits the type int. */
export function isInt(value: bigint): boolean {
  return value >= SMALLEST && value <= LARGEST;
}

/** `int(x)`. Throws where x is no whole number of 64 bits. */
export function wholeNumberOf(value: bigint | number | string): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') {
    if (Math.abs(value) < LARGEST_DOUBLE) return BigInt(Math.trunc(value));
    throw new Error('int() takes numbers of 64 bits');
  }
  const number = WHOLE.test(value) ? BigInt(value) : undefined;
  if (number === undefined || !isInt(number))
    throw new Error('int() takes decimal digits, of 64 bits at most');
  return number;
}

/** `double(x)`. Throws where x is no decimal number. */
export function numberOf(value: bigint | number | string): number {
  const number = typeof value === 'string' && !DECIMAL.test(value) ? Number.NaN : Number(value);
  if (typeof value === 'string' && !Number.isFinite(number))
    throw new Error('double() takes a finite decimal number');
  return number;
}

/** `int(timestamp)`: seconds since 1970. */
export function secondsOf(moment: Date): bigint {
  return BigInt(Math.floor(moment.getTime() / 1000));
}
