/** What an issuer may be called. It is a name: what is fetched is at `jwksUri`, or found below an https issuer. */
import type { Preset } from './presets/preset.ts';
import { isAdfsName } from './web-url.ts';

interface Named {
  readonly issuer?: unknown;
  readonly jwksUri?: unknown;
  readonly jwks?: unknown;
}

interface IssuerMistake {
  readonly field: 'issuer' | 'jwksUri';
  readonly message: string;
}

/** What is wrong with the name of an issuer of this profile. */
export function issuerMistakes(
  { issuer, jwksUri, jwks }: Named,
  { issuerEnd }: Preset,
): readonly IssuerMistake[] {
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
            field: 'issuer' as const,
            message: `write the access_token_issuer of the discovery document, which ends with ${issuerEnd}: ID tokens have another issuer`,
          },
        ]),
    ...(jwksUri === undefined && jwks === undefined
      ? [
          {
            field: 'jwksUri' as const,
            message:
              'is missing: write the jwks_uri of the discovery document, such as https://adfs.example.com/adfs/discovery/keys',
          },
        ]
      : []),
  ];
}
