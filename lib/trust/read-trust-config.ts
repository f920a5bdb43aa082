/** Reads the trust config from its file. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseTrustConfig } from '../../core/trust/trust-config.ts';
import { mistakeList } from '../../core/mistake-list.ts';
import { SetupError } from '../setup-error.ts';
import type { TrustConfigProps } from './trust-config.ts';

/** The trust config in `file`, a path from the working directory. Throws one SetupError that lists every mistake with its path. */
export function readTrustConfig(
  file: string,
  options: { readonly allowLoopbackIssuers?: boolean } = {},
): TrustConfigProps {
  const parsed = parseTrustConfig(parseJson(file), options);
  if (parsed.ok) return parsed.value;
  throw new SetupError(`${file} has ${parsed.error.length} mistake(s):\n${mistakeList(parsed.error)}`);
}

function parseJson(file: string): unknown {
  if (!existsSync(file)) {
    throw new SetupError(
      `There is no trust config at ${resolve(file)}: write one that follows step-up.config.schema.json, or name another file.`,
    );
  }
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unknown';
    throw new SetupError(`${file} cannot be read as JSON: ${reason}`, { cause });
  }
}
