/** The trust config of the deployed apps, but for the issuer. */
import type { TrustConfigProps } from '../../../../../lib/trust/trust-config.ts';

export const ACR: readonly string[] = ['urn:example:loa:1', 'urn:example:loa:2', 'urn:example:loa:3'];
export const AUDIENCE = 'https://api.example.com';
export const ORIGIN = 'https://app.example.com';

export function trustIn(issuer: string): TrustConfigProps {
  return {
    acr: ACR,
    issuers: [{ issuer, audience: [AUDIENCE] }],
    cors: { allowedOrigins: [ORIGIN] },
  };
}
