/** An acr that came and that counts for nothing, since the trust config does not map it. */
import type { IssuerTrust } from './issuer-words.ts';
import { acrOf } from './said-sign-in.ts';
import { shown, shownList } from './shown.ts';
import type { Difference } from './token-refusal.ts';

/** The words that came, and those that are mapped; undefined where the token has no acr, or a mapped one. */
export function unmappedAcr(
  claims: Readonly<Record<string, unknown>>,
  trust: IssuerTrust,
): Difference | undefined {
  const { name, value, isRead } = acrOf(claims, trust);
  if (value === undefined || isRead) return undefined;
  return {
    came: `${name} ${shown(value)}, which is not mapped`,
    expected: shownList(trust.words.known),
    setting: `acr.${trust.words.reads}`,
  };
}
