/**
 * What an owner overlooks in an issuer: settings under which another kind of token would pass, an issuer that no token has,
 * and challenges that no sign-in answers. Known when the config is written, and checked then: functions start with a config that has passed.
 */
import type { Mistake } from '../parse.ts';
import { challengeMistakes } from './challenge-mistakes.ts';
import { settingMistakes } from './setting-mistakes.ts';
import { unmatchedAudienceMistakes } from './unmatched-audiences.ts';
import { vendorIssuerMistakes } from './vendor-issuers.ts';

/** The mistakes, each with the field of the issuer that it is in. */
export function oversights(
  issuer: Readonly<Record<string, unknown>>,
  vocabulary: readonly unknown[] | undefined,
): readonly Mistake[] {
  return [
    ...settingMistakes(issuer),
    ...vendorIssuerMistakes(issuer),
    ...unmatchedAudienceMistakes(issuer),
    ...challengeMistakes(issuer, vocabulary),
  ];
}
