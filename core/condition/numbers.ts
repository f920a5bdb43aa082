/**
 * Numbers from texts, as the CEL specification has them (langdef.md, "Type Conversions"). The library's own
 * conversions accept an empty text as 0, numbers in other bases, and an int of more than 64 bits.
 */

const LARGEST = 2n ** 63n - 1n;
const SMALLEST = -(2n ** 63n);

/** A double below this, rounded toward zero, is always an int of 64 bits. */
const LARGEST_DOUBLE = 2 ** 63;

const WHOLE = /^[+-]?\d{1,19}$/;

/** Decimal, and finite: a caller could send `NaN`, for which no comparison holds. */
const DECIMAL = /^[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})([eE][+-]?\d{1,3})?$/;

/** Whether a whole number fits the type int. */
export function isInt(value: bigint): boolean {
  return value >= SMALLEST && value <= LARGEST;
}

/** `int(x)`. Throws when x is not a whole number of 64 bits. */
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

/** `double(x)`. Throws when x is not a decimal number. */
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
