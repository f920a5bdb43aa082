/** The rules of the policy that read risk, in words for the user who moves the score. */
import type { Risk } from '../../wire/api.ts';
import type { PolicyItem } from '../../wire/policy.ts';
import { shortAcr } from '../exchange/token.ts';

export interface RiskRule {
  /** The key of its item. */
  readonly route: string;
  readonly when: string;
  /** The lowest score that matches; undefined where the condition reads more than the score. */
  readonly from: number | undefined;
  readonly asks: string;
}

const FROM = /^risk\.score\s*>=\s*(\d+(?:\.\d+)?)$/;

export function riskRulesOf(items: readonly PolicyItem[]): readonly RiskRule[] {
  return items.flatMap(({ route, rules }) =>
    (Array.isArray(rules) ? rules : []).flatMap((rule: unknown) => {
      if (!isRule(rule) || !rule.when.includes('risk.')) return [];
      const from = FROM.exec(rule.when.trim())?.[1];
      return [
        { route, when: rule.when, from: from === undefined ? undefined : Number(from), asks: asksOf(rule) },
      ];
    }),
  );
}

/** Whether the rule matches with this risk; undefined where only the authorizer can tell. */
export function counts({ from }: RiskRule, { score }: Risk): boolean | undefined {
  return from === undefined ? undefined : score !== undefined && score >= from;
}

type Rule = Readonly<Record<string, unknown>> & { readonly when: string };

function isRule(rule: unknown): rule is Rule {
  return typeof rule === 'object' && rule !== null && 'when' in rule && typeof rule.when === 'string';
}

function asksOf({ acr, acrValues, maxAge, deny, grant }: Rule): string {
  if (deny === true) return 'is closed';
  const words = typeof acr === 'string' ? `${shortAcr(acr)} or stronger` : undefined;
  const some = Array.isArray(acrValues)
    ? acrValues.map((word) => shortAcr(String(word))).join(' or ')
    : undefined;
  const parts = [
    words ?? some,
    typeof maxAge === 'number' ? `a sign-in at most ${maxAge} s old` : undefined,
    grant === undefined ? undefined : 'a grant',
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? 'asks for more' : `asks for ${parts.join(', ')}`;
}
