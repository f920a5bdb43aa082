/** Whom the app of this repository trusts on the local run: the issuers of its trust config, and the local provider, unless that is left out. */
import { readTrustConfig } from '../lib/trust/read-trust-config.ts';
import type { TrustConfigProps, TrustedIssuerProps } from '../lib/trust/trust-config.ts';
import type { LocalAddresses, LocalApp } from './local-app.ts';
import { isOnLoopback } from './loopback.ts';

/** The trust in the local provider: its algorithm, its token profile and its acr claim. */
const LOCAL_PROVIDER = {
  algorithms: ['ES256' as const],
  profile: 'rfc9068' as const,
  acr: { claim: 'acr' },
  clockSkew: 5,
};

/** The name of the example's stage. */
const STAGE = 'v1';

/** What the local run has to know of the app before it is synthesized, and the trust config to synthesize it with. */
export interface ExampleTrust extends Omit<LocalApp, 'synthesize'> {
  /** Of the trust config, without the local provider. */
  readonly issuers: readonly TrustedIssuerProps[];
  readonly trustAt: (addresses: LocalAddresses) => TrustConfigProps;
}

/** Reads it from a trust config. Throws with every mistake in the config. */
export function exampleTrust(configFile: string): ExampleTrust {
  const config = readTrustConfig(configFile, { allowLoopbackIssuers: true });
  const publicUrl = (origin: string) => `${origin}/${STAGE}`;
  return {
    acr: config.acr,
    issuers: config.issuers,
    audience: publicUrl,
    ownOrigins: (config.cors?.allowedOrigins ?? []).filter(isOnLoopback),
    trustAt: ({ issuer, origin, pageOrigins }) => ({
      ...config,
      publicUrl: publicUrl(origin),
      issuers: [
        ...config.issuers,
        ...(issuer === undefined ? [] : [{ ...LOCAL_PROVIDER, issuer, audience: [publicUrl(origin)] }]),
      ],
      // The pages' origins come first: an answer that API Gateway makes by itself, such as a 503, names one origin only.
      cors: {
        ...config.cors,
        allowedOrigins: [...pageOrigins, ...(config.cors?.allowedOrigins ?? [])],
      },
    }),
  };
}
