/** Reads the trust config from its file. */
import { readFileSync } from 'node:fs';
import { parseTrustConfig } from '../lambda/core/trust-config.ts';
import type { TrustConfig } from '../lambda/core/trust-config.ts';

/** The trust config in `file`. Throws one error that lists every mistake with its path. */
export function readTrustConfig(
  file: string,
  options: { readonly allowLoopbackIssuers?: boolean } = {},
): TrustConfig {
  const parsed = parseTrustConfig(parseJson(file), options);
  if (parsed.ok) return parsed.value;
  const lines = parsed.problems.map(({ path, message }) => `  ${path}: ${message}`);
  throw new Error(`${file} has ${lines.length} mistake(s):\n${lines.join('\n')}`);
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`${file} cannot be read as JSON: ${cause instanceof Error ? cause.message : 'unknown'}`, {
      cause,
    });
  }
}
