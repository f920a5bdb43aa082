/** What the local provider asks for at each level, as its pages do. */
const FACTORS = [
  'a password',
  'a password and a one-time code',
  'a password and a security key',
  'a password, a one-time code and a security key',
];

export function factorsOf(level: number): string {
  return FACTORS[Math.min(level, FACTORS.length - 1)] ?? '';
}
