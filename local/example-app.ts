/** The app of this repository on the local run: the template that would be deployed, trusting the local provider. */
import { join } from 'node:path';
import { createApp, STACK_NAME } from '../lib/example/app.ts';
import { readTrustConfig } from '../lib/trust/read-trust-config.ts';
import type { LocalApp } from './local-app.ts';

/** The trust in the local provider: its algorithm, its token profile and its acr claim. */
const LOCAL_PROVIDER = {
  algorithms: ['ES256' as const],
  profile: 'rfc9068' as const,
  acr: { claim: 'acr' },
  clockSkew: 5,
};

/** The name of the example's stage. */
const STAGE = 'v1';

/**
 * The example app with a trust config. The issuers of the config are trusted beside the local provider. Throws with every
 * mistake in the config. `outdir` is the folder for the synthesized template.
 */
export function exampleApp({ configFile, outdir }: { configFile: string; outdir: string }): LocalApp {
  const config = readTrustConfig(configFile, { allowLoopbackIssuers: true });
  const publicUrl = (origin: string) => `${origin}/${STAGE}`;
  return {
    acr: config.acr,
    audience: publicUrl,
    ownOrigins: (config.cors?.allowedOrigins ?? []).filter(isOnLoopback),
    synthesize: ({ issuer, origin, pageOrigins }) => {
      const local = { ...LOCAL_PROVIDER, issuer, audience: [publicUrl(origin)] };
      const trust = {
        ...config,
        publicUrl: publicUrl(origin),
        issuers: [...config.issuers, local],
        // The pages' origins come first: an answer that API Gateway makes by itself, such as a 503, names one origin only.
        cors: { allowedOrigins: [...pageOrigins, ...(config.cors?.allowedOrigins ?? [])] },
      };
      createApp({ trust, outdir, allowLoopbackIssuers: true }).synth();
      return join(outdir, `${STACK_NAME}.template.json`);
    },
  };
}

function isOnLoopback(origin: string): boolean {
  return ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(origin).hostname);
}
