/**
 * The trust config as it stands in a file beside the code of a function, and as the tools read it.
 *
 * The file is JSON on one line. A value that is known only at deployment, such as the id of a user pool, is left out of
 * it: the line ends there, the next line is the key of the value, and the line after that goes on. `JSON.stringify` writes
 * no line break of its own. The values stand in the environment of the function, by their keys. A key says what the value
 * is, not where it goes: a file and an environment of two deployments never make a third config.
 */
import * as v from 'valibot';
import { parse } from '../parse.ts';
import type { Parsed } from '../parse.ts';
import { failure, success } from '../result.ts';
import { parseTrustConfig } from './trust-config.ts';
import type { TrustConfig } from './trust-config.ts';

/** What stands in the file for a value that is known only at deployment. */
export function leftOut(key: string): string {
  return `\n${key}\n`;
}

const json = v.pipe(v.string(), v.parseJson(undefined, 'is not JSON'));
const valuesSchema = v.pipe(json, v.record(v.string(), v.string('is not a text'), 'is not an object'));

/**
 * Parses the file, with the values that the environment has for it (JSON, undefined without any). Issuers may be http on
 * loopback, as in the local run: synth has checked them. Fails with every mistake, or with every value that is missing.
 */
export function parseTrustFile(file: string, values: string | undefined): Parsed<TrustConfig> {
  const known = parse(valuesSchema, values ?? '{}');
  if (!known.ok) return known;
  const filled = fill(file, known.value);
  if (!filled.ok) return filled;
  const parsed = parse(json, filled.value);
  return parsed.ok ? parseTrustConfig(parsed.value, { allowLoopbackIssuers: true }) : parsed;
}

function fill(file: string, values: Readonly<Record<string, string>>): Parsed<string> {
  const lines = file.split('\n').map((text, index) => ({ text, isKey: index % 2 === 1 }));
  const missing = lines.filter(({ text, isKey }) => isKey && !Object.hasOwn(values, text));
  if (missing.length > 0) {
    const message = 'is not in the environment: code and environment are of two deployments';
    return failure(missing.map(({ text }) => ({ field: `value ${text}`, message })));
  }
  const written = lines.map(({ text, isKey }) => (isKey ? insideText(values[text] ?? '') : text));
  return success(written.join(''));
}

/** Every value stands inside a text. */
function insideText(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}
