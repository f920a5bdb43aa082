/** The line that authorizer and token exchange log of a decision. */
import * as v from 'valibot';
import { jsonOrUndefined } from '../json-or-undefined.ts';
import { until } from '../time/until.ts';
import type { BuiltFunctions } from './built-functions.ts';

const line = v.looseObject({ message: v.string(), route: v.string(), reason: v.string() });

export type DecisionLine = v.InferOutput<typeof line>;

/** The line of the decision that `ask` brings about. */
export async function decisionLine(
  functions: Pick<BuiltFunctions, 'log'>,
  ask: () => Promise<unknown>,
): Promise<DecisionLine> {
  const before = functions.log().length;
  await ask();
  return until('the line of the decision', () =>
    functions
      .log()
      .slice(before)
      .map(jsonOrUndefined)
      .find((one) => v.is(line, one)),
  );
}
