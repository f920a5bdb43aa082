/** What was seen, beside what our documents say. */
import { isDeepStrictEqual } from 'node:util';
import type { Report } from '../../peer.ts';

/** A check that passes where both are the same. */
export function holds({ check }: Report, name: string, seen: unknown, expected: unknown): void {
  const problem = isDeepStrictEqual(seen, expected)
    ? undefined
    : `expected ${JSON.stringify(expected)}, and saw ${JSON.stringify(seen)}`;
  check({ name, problem });
}
