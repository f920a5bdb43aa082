/** Reads the trust config of a command. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseTrustConfig } from '../../core/trust/trust-config.ts';
import type { TrustConfig } from '../../core/trust/trust-config.ts';
import { mistakeList } from '../../core/mistake-list.ts';
import { CommandError, EXIT } from '../command.ts';

/** The default name of the file. */
export const TRUST_FILE = 'step-up.config.json';

/** Whether a folder has a file with the default name. */
export function hasTrustFile(directory: string): boolean {
  return existsSync(resolve(directory, TRUST_FILE));
}

/** The trust config in a file. A relative path starts at `directory`. */
export function readTrustFile(file: string, directory: string): TrustConfig {
  const path = resolve(directory, file);
  if (!existsSync(path)) {
    throw new CommandError(`there is no trust config at ${path}: name its file with --config`);
  }
  return parseTrustText(readFileSync(path, 'utf8'), path);
}

/** The trust config in a text. `source` names the text in messages. */
export function parseTrustText(text: string, source: string): TrustConfig {
  const parsed = parseTrustConfig(parseJson(text, source), { allowLoopbackIssuers: true });
  if (parsed.ok) return parsed.value;
  throw new CommandError(`${source} has mistakes:\n${mistakeList(parsed.error)}`, EXIT.failure);
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`${source} cannot be read as JSON: ${reason}`, EXIT.failure, { cause });
  }
}
