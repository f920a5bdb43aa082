/** The app of this repository on the local run: the template that would be deployed, trusting the local provider. */
import { join } from 'node:path';
import { createApp, STACK_NAME } from '../lib/app.ts';
import { readTrustConfig } from '../lib/read-trust-config.ts';

/** Where the local stack will be, known before anything starts. */
export interface LocalAddresses {
  /** Issuer of the local provider, whose acr words are those of the app. */
  readonly issuer: string;
  /** Origin of the gateway. */
  readonly origin: string;
}

/** An app to run. */
export interface LocalApp {
  /** Its acr vocabulary, weakest first. */
  readonly acr: readonly string[];
  /** Audience of the local provider's tokens. */
  readonly audience: (origin: string) => string;
  /** Writes the template and returns its file. Throws with every mistake in the config. */
  readonly synthesize: (addresses: LocalAddresses) => string;
}

/** How the local provider signs, and what it calls things. */
const LOCAL_PROVIDER = {
  algorithms: ['ES256' as const],
  profile: 'rfc9068' as const,
  acr: { claim: 'acr' },
  clockSkew: 5,
};

/** The name of the example's stage. */
const STAGE = 'v1';

/**
 * The example app with a trust config, whose own issuers are trusted beside the local provider. Throws with every
 * mistake in it. `outdir` is the folder for the synthesized template.
 */
export function exampleApp({ configFile, outdir }: { configFile: string; outdir: string }): LocalApp {
  const config = readTrustConfig(configFile, { allowLoopbackIssuers: true });
  const publicUrl = (origin: string) => `${origin}/${STAGE}`;
  return {
    acr: config.acr,
    audience: publicUrl,
    synthesize: ({ issuer, origin }) => {
      const local = { ...LOCAL_PROVIDER, issuer, audience: [publicUrl(origin)] };
      const trust = { ...config, publicUrl: publicUrl(origin), issuers: [...config.issuers, local] };
      createApp({ trust, outdir, allowLoopbackIssuers: true }).synth();
      return join(outdir, `${STACK_NAME}.template.json`);
    },
  };
}
