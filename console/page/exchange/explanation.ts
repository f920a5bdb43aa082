/** An explanation as the page draws it. */
import type { Explanation } from '../../wire/api.ts';
import type { Check } from './trace.ts';

export interface DrawnExplanation {
  readonly checks: readonly Check[];
  /** The key of the policy item that matched. */
  readonly item: string | undefined;
  readonly allows: boolean;
}

const NAMES: Record<string, string> = {
  user: 'who',
  maxAge: 'max_age',
  revocation: 'not revoked',
};

export function readExplanation({ policy, checks, rules, decision }: Explanation): DrawnExplanation {
  const allows = decision.outcome === 'allow';
  const ofGrantToo = checks.some(({ of }) => of === 'grant');
  return {
    item: policy.item,
    allows,
    checks: [
      ...rules
        .filter(({ result }) => result !== 'not_matched')
        .map(({ when, description }) => ({
          met: false,
          mark: 'rule',
          demand: when,
          actual: `counts: ${description ?? 'it asks for more'}`,
        })),
      ...checks.map(({ demand, of, asked, found, met }) => ({
        met: met || allows,
        // The token does not meet this demand, and the grant beside it does.
        ...(allows && !met ? { mark: 'not needed' } : {}),
        demand: `${NAMES[demand] ?? demand}: ${readable(asked)}`,
        actual: `${ofGrantToo ? `the ${of}: ` : ''}${readable(found)}`,
      })),
    ],
  };
}

/** Acr words without their common prefix. */
function readable(text: string): string {
  return text.replace(/urn:[^:\s]+:/g, '');
}
