/** What a token of some kind may have. */
import { ownValue } from '../own-value.ts';
import type { TokenShape } from './presets/preset.ts';
import type { Mark } from './token-settings.ts';

/** Whether some token of this shape has the mark. */
export function mayHave({ claims, lacks = [], always = {} }: TokenShape, { claim, value }: Mark): boolean {
  const fixed = ownValue(always, claim);
  if (fixed !== undefined) return value === undefined || fixed.includes(value);
  return claims.includes(claim) && !lacks.includes(claim);
}

/** Whether every token of this shape has the mark. */
export function alwaysHas({ always = {} }: TokenShape, { claim, value }: Mark): boolean {
  const fixed = ownValue(always, claim);
  return fixed !== undefined && (value === undefined || fixed.every((one) => one === value));
}
