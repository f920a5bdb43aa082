/** Warns at synth of an issuer that writes no time of a sign-in: what asks for a time refuses all of its tokens. */
import { Annotations, Aspects } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { hasSignInTime } from '../../core/trust/sign-in-settings.ts';
import type { TrustConfig } from '../../core/trust/trust-config.ts';
import type { Demands, Policy } from '../policy.ts';

/** Checks when the app is complete. */
export function warnOfTimeless(
  scope: Construct,
  { issuers }: TrustConfig,
  seeds: () => readonly (Policy & { readonly route: string })[],
): void {
  const timeless = issuers.filter((issuer) => !hasSignInTime(issuer)).map(({ issuer }) => issuer);
  if (timeless.length === 0) return;
  Aspects.of(scope).add({
    visit: (node) => {
      if (node !== scope) return;
      const asking = seeds().filter(asksForTime);
      const named =
        asking.length === 0 ? '' : ` Seeded here: ${asking.map(({ route }) => route).join(', ')}.`;
      Annotations.of(scope).addWarningV2(
        'step-up-authorizer:no-sign-in-time',
        `By authTime of the trust config, ${timeless.join(' and ')} writes no time of a sign-in. None of its tokens meets a maxAge, ` +
          `opens a once-only route, or counts where a sign-in of its user was revoked: they get a plain no.${named}`,
      );
    },
  });
}

function asksForTime({ upcoming, rules = [], ...own }: Policy): boolean {
  const parts: readonly Demands[] = [
    own,
    ...rules,
    ...(upcoming ? [upcoming, ...(upcoming.rules ?? [])] : []),
  ];
  return parts.some(({ maxAge, grant }) => maxAge !== undefined || grant?.use === 'once');
}
