/** What a sign-in takes: one factor, or several. The console says it in the same words. */

/** One way to prove who one is, by its word in RFC 8176 §2. */
export type Factor = 'pwd' | 'otp' | 'hwk';

/** What an authentication of the `level`-th word of the vocabulary takes (0 is the weakest), in order. */
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
