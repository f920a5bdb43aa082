/** An acr that came and that counts for nothing, since the trust config does not map it. */
import type { IssuerTrust } from './issuer-words.ts';
import { shown, shownList } from './shown.ts';
import type { Difference } from './token-refusal.ts';

/** The words that came, and those that are mapped; undefined where the token has no acr, or a mapped one. */
export function unmappedAcr(
  claims: Readonly<Record<string, unknown>>,
  { issuer, words }: IssuerTrust,
): Difference | undefined {
  const { claim } = issuer.acr;
  const value = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
  if (value === undefined || words.toOurs(value) !== undefined) return undefined;
  return {
    came: `${claim} ${shown(value)}, which is not mapped`,
    expected: shownList(words.toTheirs(words.reachable)),
    setting: 'acr.values',
  };
}
