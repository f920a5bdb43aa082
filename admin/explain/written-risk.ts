/** The risk of a user that an administrator describes, to explain a request that was not made. */
import * as v from 'valibot';
import { NO_RISK, RISK_LEVELS } from '../../core/condition/risk.ts';
import type { Risk } from '../../core/condition/risk.ts';
import { requireMoment, TIME_FORMS } from '../moment.ts';

const text = v.pipe(v.string('expected text'), v.maxLength(1024, 'at most 1024 characters'));

/** A time in one of the forms of moment.ts. */
export const writtenMoment = v.pipe(
  v.union([v.number(), v.string()], `expected a time: ${TIME_FORMS}`),
  v.description(`A time: ${TIME_FORMS}.`),
);

/** The fields of a risk item (docs/policy.md). A field that is left out counts as no risk. */
export const writtenRisk = v.strictObject(
  {
    score: v.optional(
      v.pipe(
        v.number('expected a number'),
        v.minValue(0, 'expected 0 to 100'),
        v.maxValue(100, 'expected 0 to 100'),
        v.description('0 to 100, more is worse.'),
      ),
    ),
    level: v.optional(
      v.pipe(
        v.picklist(RISK_LEVELS, `expected one of ${RISK_LEVELS.join(', ')}`),
        v.description('The level that the risk engine gives.'),
      ),
    ),
    reasons: v.optional(v.pipe(v.array(text), v.description("The risk engine's own words."))),
    revokedBefore: v.optional(v.pipe(writtenMoment, v.description('Sign-ins before this time are void.'))),
  },
  'unknown field, or not an object',
);

export type WrittenRisk = v.InferOutput<typeof writtenRisk>;

/** The described risk. `now` in seconds since 1970; `name` names the option or field in messages. */
export function riskOf({ revokedBefore, ...rest }: WrittenRisk, now: number, name: string): Risk {
  return {
    ...NO_RISK,
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
    revokedBefore:
      revokedBefore === undefined ? undefined : requireMoment(`${name}.revokedBefore`, revokedBefore, now),
  };
}
