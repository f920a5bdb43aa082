/** What tokens of machines look like: no settings of an issuer may take one for a person's. */
import { CLIENT_CLAIMS } from './names.ts';
import type { Preset } from './presets/preset.ts';
import { alwaysHas, mayHave } from './token-shape.ts';
import type { TokenSettings } from './token-settings.ts';

/** RFC 9068 §2.2, RFC 7519 §4.1, and what issuers write into the tokens of machines, too. */
const STANDARD = [
  ...['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'typ', 'cnf', 'sid', 'acr', 'scope'],
  ...CLIENT_CLAIMS,
];

/** Whether the settings could take the token of a machine for that of a person. */
export function machinePasses(settings: TokenSettings, { machine, token }: Preset): boolean {
  const client = 'fixed' in token.client ? [] : token.client;
  const shape = { ...machine, claims: [...STANDARD, ...client, ...machine.claims] };
  if (settings.machine.some((mark) => alwaysHas(shape, mark))) return false;
  const endings = machine.subject === 'own' ? [] : [machine.subject];
  if (
    endings.some((ending) => ['', ...settings.machineSubjects].includes(ending)) &&
    !('fixed' in settings.client)
  )
    return false;
  return settings.signedIn === 'subject' || mayHave(shape, { claim: settings.signedIn.claim });
}
