/** Which paths two resources of an API share: those for which one can answer in the place of the other. */
import { greedyName, parameterName, segmentsOf } from './match.ts';

/**
 * The most general path that both resource paths match, or undefined. A part that both leave open is written as the
 * parameter of `a`, which no static part equals: `/users/{id}` and `/{proxy+}` share `/users/{id}`.
 */
export function overlap(a: string, b: string): string | undefined {
  const shared = overlapOf(segmentsOf(a), segmentsOf(b));
  return shared === undefined ? undefined : `/${shared.join('/')}`;
}

function overlapOf(a: readonly string[], b: readonly string[]): readonly string[] | undefined {
  const [[partA, ...restA], [partB, ...restB]] = [a, b];
  if (partA === undefined || partB === undefined) return partA === partB ? [] : undefined;
  // A greedy part takes at least one segment. It is the last part of its path.
  if (greedyName(partB) !== undefined) return partA === '' ? undefined : a;
  if (greedyName(partA) !== undefined) return partB === '' ? undefined : b;
  const shared = sharedPart(partA, partB);
  const rest = overlapOf(restA, restB);
  return shared === undefined || rest === undefined ? undefined : [shared, ...rest];
}

function sharedPart(a: string, b: string): string | undefined {
  if (parameterName(b) !== undefined) return a === '' ? undefined : a;
  if (parameterName(a) !== undefined) return b === '' ? undefined : b;
  return a === b ? a : undefined;
}
