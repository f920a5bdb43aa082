/** Synthesizes the app for the local run: the template that would be deployed, trusting the local provider. */
import { join } from 'node:path';
import { createApp, STACK_NAME } from '../lib/app.ts';
import { readTrustConfig } from '../lib/read-trust-config.ts';

export interface SynthesizeOptions {
  /** The trust config to start from. Its own issuers are trusted beside the local provider. */
  readonly configFile: string;
  readonly outdir: string;
  /** Issuer of the local provider, whose acr words are those of the config. */
  readonly issuer: string;
  /** Public URL of the gateway, with the stage: also the audience of the local provider's tokens. */
  readonly publicUrl: string;
}

/** How the local provider signs, and what it calls things. */
const LOCAL_PROVIDER = {
  algorithms: ['ES256' as const],
  profile: 'rfc9068' as const,
  acr: { claim: 'acr' },
  clockSkew: 5,
};

/** Writes the template and returns its file. Throws with every mistake in the config. */
export function synthesize({ configFile, outdir, issuer, publicUrl }: SynthesizeOptions): string {
  const config = readTrustConfig(configFile, { allowLoopbackIssuers: true });
  const local = { ...LOCAL_PROVIDER, issuer, audience: [publicUrl] };
  const issuers = [...config.issuers, local];
  createApp({ trust: { ...config, publicUrl, issuers }, outdir, allowLoopbackIssuers: true }).synth();
  return join(outdir, `${STACK_NAME}.template.json`);
}

/** The acr words of a trust config, weakest first. */
export function readAcrVocabulary(configFile: string): readonly string[] {
  return readTrustConfig(configFile, { allowLoopbackIssuers: true }).acr;
}
