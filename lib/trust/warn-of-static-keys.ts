/** What is other for an issuer whose keys stand in the trust config. */
import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { TrustConfig } from '../../core/trust/trust-config.ts';

export function warnOfStaticKeys(scope: Construct, { issuers }: TrustConfig): void {
  for (const { issuer, jwks } of issuers) {
    if (jwks === undefined) continue;
    Annotations.of(scope).addWarningV2(
      'step-up-authorizer:static-keys',
      `The keys of ${issuer} are in the trust config (jwks): a key that the issuer removes or loses counts until you ` +
        'deploy without it, and a new key from then on. With jwksUri or discovery both take minutes at most.',
    );
  }
}
