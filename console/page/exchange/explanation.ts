/** Reads the parts of `step-up explain --json` that are drawn. */
import type { Check } from './trace.ts';

interface ExplainDocument {
  readonly policy?: { readonly item?: string };
  readonly checks?: readonly { demand: string; of: string; asked: string; found: string; met: boolean }[];
  readonly rules?: readonly { when: string; description?: string; result: string }[];
  readonly decision?: { readonly outcome?: string };
}

export interface Explanation {
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

export function readExplanation(explanation: ExplainDocument): Explanation {
  const { policy, checks = [], rules = [], decision } = explanation;
  const allows = decision?.outcome === 'allow';
  const ofGrantToo = checks.some(({ of }) => of === 'grant');
  return {
    item: policy?.item,
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
        demand: `${NAMES[demand] ?? demand}: ${readable(asked).replace('possible: ', '')}`,
        actual: `${ofGrantToo ? `the ${of}: ` : ''}${readable(found)}`,
      })),
    ],
  };
}

/** Acr words without their common prefix. */
function readable(text: string): string {
  return text.replace(/urn:[^:\s]+:/g, '');
}
