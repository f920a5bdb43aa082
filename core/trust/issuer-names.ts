/** What an issuer may be called. It is a name: what is fetched is at `jwksUri`, or found below an https issuer. */
import type { Mistake } from '../parse.ts';
import type { Preset } from './presets/preset.ts';
import { isAdfsName } from './web-url.ts';

interface Named {
  readonly issuer?: unknown;
  readonly jwksUri?: unknown;
  readonly jwks?: unknown;
}

/** What is wrong with the name of an issuer of this profile. */
export function issuerMistakes({ issuer, jwksUri, jwks }: Named, { issuerEnd }: Preset): readonly Mistake[] {
  if (typeof issuer !== 'string') return [];
  if (issuerEnd === undefined)
    return isAdfsName(issuer)
      ? [
          {
            field: 'issuer',
            message:
              'expected https://: name the https URL; only profile adfs has issuers that are called http://',
          },
        ]
      : [];
  return [
    ...(issuer.endsWith(issuerEnd)
      ? []
      : [
          {
            field: 'issuer',
            message: `write the access_token_issuer of the discovery document, which ends with ${issuerEnd}: ID tokens have another issuer`,
          },
        ]),
    ...(jwksUri === undefined && jwks === undefined
      ? [
          {
            field: 'jwksUri',
            message:
              'is missing: write the jwks_uri of the discovery document, such as https://adfs.example.com/adfs/discovery/keys',
          },
        ]
      : []),
  ];
}
