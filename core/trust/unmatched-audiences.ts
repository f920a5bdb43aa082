/** Audiences that no token of the issuer's vendor has. Known when the config is written, and no danger: every token is refused. */
import type { Mistake } from '../parse.ts';
import { valuesIn } from './every-mistake.ts';
import { GUID, withUnknownIds } from './guid.ts';
import { vendorAudienceMistakes } from './vendor-audiences.ts';
import { vendorProfile } from './vendor-issuers.ts';

/** Microsoft Entra ID: "Access token claims reference", aud. */
const APPLICATION = new RegExp(`^${GUID}$`);

const NO_APPLICATION =
  'no token has one of these: Entra ID writes the application id (a GUID) of your API into the tokens of this issuer, never ' +
  'its api:// URI. Write that id';

/** What is wrong with audiences of which none is too wide. */
export function unmatchedAudienceMistakes(settings: Readonly<Record<string, unknown>>): readonly Mistake[] {
  const issuer = typeof settings.issuer === 'string' ? settings.issuer : '';
  const audiences = valuesIn(settings.audience).filter((one) => typeof one === 'string');
  const isNowhere =
    vendorProfile({ issuer }) === 'entra' &&
    issuer.endsWith('/v2.0') &&
    audiences.length > 0 &&
    !audiences.some((one) => APPLICATION.test(withUnknownIds(one))) &&
    vendorAudienceMistakes(settings).length === 0;
  return isNowhere ? [{ field: 'audience', message: NO_APPLICATION }] : [];
}
