/**
 * What an owner overlooks in an issuer: settings under which another kind of token would pass, and an issuer that no token
 * has. Known when the config is written, and checked then: functions start with a config that has passed.
 */
import type { Mistake } from '../parse.ts';
import { settingMistakes } from './setting-mistakes.ts';
import { vendorIssuerMistakes } from './vendor-issuers.ts';

/** The mistakes, each with the field of the issuer that it is in. */
export function oversights(issuer: Readonly<Record<string, unknown>>): readonly Mistake[] {
  return [...settingMistakes(issuer), ...vendorIssuerMistakes(issuer)];
}
