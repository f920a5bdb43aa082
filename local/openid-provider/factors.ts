/** The factors that a sign-in needs. The console uses the same words for them. */

/** An authentication factor, by its value in RFC 8176 §2. */
export type Factor = 'pwd' | 'otp' | 'hwk';

/** The factors for the `level`-th word of the vocabulary (0 is the weakest), in order. */
export function factorsOfLevel(level: number): readonly [Factor, ...Factor[]] {
  if (level <= 0) return ['pwd'];
  if (level === 1) return ['pwd', 'otp'];
  if (level === 2) return ['pwd', 'hwk'];
  return ['pwd', 'otp', 'hwk'];
}

const FACTORS: Record<Factor, string> = {
  pwd: 'a password',
  otp: 'a one-time code',
  hwk: 'a security key',
};

/** `a password, a one-time code and a security key` */
export function factorsInWords(factors: readonly Factor[]): string {
  const words = factors.map((factor) => FACTORS[factor]);
  const last = words.pop() ?? '';
  return words.length === 0 ? last : `${words.join(', ')} and ${last}`;
}
