/**
 * The trust config as it stands in a file beside the code of a function, and as the tools read it.
 *
 * The file is JSON on one line. A value that is known only at deployment, such as the id of a user pool, is left out of
 * it: the line ends there, the next line is the key of the value, and the line after that goes on. `JSON.stringify` writes
 * no line break of its own. The values stand in the environment of the function, by their keys. A key says what the value
 * is, not where it goes: a file and an environment of two deployments never give a value to another place. The one thing
 * that a key does not say is whether its resource was replaced: until the environment follows, the former one is meant.
 */
import * as v from 'valibot';
import { ENVIRONMENT } from '../contract.ts';
import { parse } from '../parse.ts';
import type { Parsed } from '../parse.ts';
import { failure, success } from '../result.ts';
import type { TrustConfig } from './trust-config.ts';
import { parseBySchema } from './trust-schema.ts';

/** What stands in the file for a value that is known only at deployment. */
export function leftOut(key: string): string {
  return `\n${key}\n`;
}

/** The variable with a value. Each has one of its own, which nothing joins: no value can be read as another. */
export function variableOf(key: string): string {
  return `${ENVIRONMENT.trustValue}${key}`;
}

const json = v.pipe(v.string(), v.parseJson(undefined, 'is not JSON'));

/**
 * Parses the file, with the values that the environment has for it. Issuers may be http on loopback, as in the local run:
 * synth has checked them, and what their owner may have overlooked. Fails with every mistake, or with every value that is missing.
 */
export function parseTrustFile(
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
): Parsed<TrustConfig> {
  const filled = fill(file, environment);
  if (!filled.ok) return filled;
  const parsed = parse(json, filled.value);
  return parsed.ok ? parseBySchema(parsed.value, { allowLoopback: true, oversights: () => [] }) : parsed;
}

function fill(file: string, environment: Readonly<Record<string, string | undefined>>): Parsed<string> {
  const lines = file
    .split('\n')
    .map((text, index) => (index % 2 === 0 ? { text } : { key: text, text: environment[variableOf(text)] }));
  const missing = lines.flatMap(({ key, text }) => (key !== undefined && text === undefined ? [key] : []));
  if (missing.length > 0) {
    const message = 'is not in the environment: code and environment are of two deployments';
    return failure(missing.map((key) => ({ field: `value ${key}`, message })));
  }
  const written = lines.map(({ key, text = '' }) => (key === undefined ? text : insideText(text)));
  return success(written.join(''));
}

/** Every value stands inside a text. */
function insideText(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}
