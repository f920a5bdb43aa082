/** Reads the trust config of a command. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Parsed } from '../../core/parse.ts';
import { parseTrustConfig } from '../../core/trust/trust-config.ts';
import type { TrustConfig } from '../../core/trust/trust-config.ts';
import { parseTrustFile } from '../../core/trust/trust-file.ts';
import { mistakeList } from '../../core/mistake-list.ts';
import { readText } from '../files/documents.ts';
import { AdminRefusal } from '../refusals/refusal.ts';

/** The default name of the file. */
export const CONFIG_FILE = 'step-up.config.json';

/** Whether a folder has a file with the default name. */
export function hasConfigFile(directory: string): boolean {
  return existsSync(resolve(directory, CONFIG_FILE));
}

/** The trust config in a file. A relative path starts at `directory`. */
export function readConfigFile(file: string, directory: string): TrustConfig {
  const path = resolve(directory, file);
  if (!existsSync(path)) {
    throw new AdminRefusal(
      'trust_config_missing',
      `there is no trust config at ${path}: name its file with --config`,
    );
  }
  return parseTrustText(readText(path), path);
}

/** The trust config in a text. `source` names the text in messages. */
function parseTrustText(text: string, source: string): TrustConfig {
  return parsedOrRefused(parseTrustConfig(parseJson(text, source), { allowLoopbackIssuers: true }), source);
}

/** The trust config that functions have: from the file beside their code, and their environment. */
export function deployedTrust(
  file: string,
  environment: Readonly<Record<string, string>>,
  source: string,
): TrustConfig {
  return parsedOrRefused(parseTrustFile(file, environment), source);
}

function parsedOrRefused(parsed: Parsed<TrustConfig>, source: string): TrustConfig {
  if (parsed.ok) return parsed.value;
  throw new AdminRefusal('trust_config_invalid', `${source} has mistakes:\n${mistakeList(parsed.error)}`, {
    mistakes: parsed.error,
  });
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AdminRefusal(
      'trust_config_invalid',
      `${source} cannot be read as JSON: ${reason}`,
      {},
      { cause },
    );
  }
}
