/**
 * The trust config (`step-up.config.json`): which issuers are trusted and what their words mean.
 *
 * Deploy-time configuration, not policy: an administrator who may edit policy must not be able to add an issuer.
 */
import type * as v from 'valibot';
import type { Parsed } from '../parse.ts';
import { oversights } from './oversights.ts';
import { parseBySchema } from './trust-schema.ts';
import type { trustConfigSchema } from './trust-schema.ts';

export type TrustConfig = v.InferOutput<ReturnType<typeof trustConfigSchema>>;
export type TrustedIssuer = TrustConfig['issuers'][number];

/**
 * Parses a trust config as its owner writes it, reporting every mistake in it at once. `allowLoopbackIssuers` is for the
 * local run, whose provider speaks plain http; without it every http URL is a mistake.
 */
export function parseTrustConfig(
  value: unknown,
  { allowLoopbackIssuers = false }: { allowLoopbackIssuers?: boolean } = {},
): Parsed<TrustConfig> {
  return parseBySchema(value, { allowLoopback: allowLoopbackIssuers, oversights });
}
