/** The review of a policy change that is not made yet, from the answers of the command line. */
import * as v from 'valibot';
import type { CliAnswer } from './cli.ts';
import { lineOfField } from './field-lines.ts';

/** What is wrong with a change, what it opens, and what it would change. */
export interface PolicyReview {
  /** `loosens`: the change is valid, and allows requests that were refused before. */
  readonly verdict: 'fine' | 'loosens' | 'refused';
  /** Why the change cannot be made, where no finding says so. */
  readonly refusal: string | undefined;
  /** What the change opens, by route. */
  readonly opens: readonly string[];
  readonly findings: readonly Finding[];
  /** Lines of a unified difference. */
  readonly difference: readonly string[];
}

const findingSchema = v.object({
  severity: v.string(),
  route: v.string(),
  rule: v.string(),
  message: v.string(),
});

export interface Finding extends v.InferOutput<typeof findingSchema> {
  /** Line of the text that was reviewed, from 1. */
  readonly line: number | undefined;
}

const lintSchema = v.pipe(v.string(), v.parseJson(), v.object({ findings: v.array(findingSchema) }));
const failureSchema = v.pipe(v.string(), v.parseJson(), v.object({ error: v.string() }));

/** The change, and what the command line answered. */
export interface ReviewInput {
  readonly route: string;
  /** Empty where the item would be deleted. */
  readonly fields: string;
  readonly difference: CliAnswer;
  /** Of `apply` without consent. */
  readonly attempt: CliAnswer;
  readonly linted: CliAnswer;
}

const LOOSENS = 'this lets through who was refused before';

export function reviewOf({ route, fields, difference, attempt, linted }: ReviewInput): PolicyReview {
  const found = v.safeParse(lintSchema, linted.output);
  const findings = (found.success ? found.output.findings : [])
    .filter((one) => one.route === route)
    .map((one) => ({ ...one, line: lineOfField(fields, one.message) }));
  const failure = failureOf(attempt) ?? '';
  const isAgreed = failure === '' || failure.includes('there was no yes');
  const loosens = failure.startsWith(LOOSENS);
  const syntax = syntaxFinding(route, failure);
  return {
    verdict: isAgreed ? 'fine' : loosens ? 'loosens' : 'refused',
    refusal: isAgreed || loosens || syntax !== undefined ? undefined : remainder(failure, findings),
    opens: loosens ? failure.split('\n').flatMap((line) => (line.startsWith('  ') ? [line.trim()] : [])) : [],
    findings: syntax === undefined ? findings : [syntax],
    difference: difference.output.split('\n').filter((line) => line !== ''),
  };
}

/** The message of a command that has failed; undefined for one that has not. */
export function failureOf({ exitCode, output, complaints }: CliAnswer): string | undefined {
  if (exitCode === 0) return undefined;
  const parsed = v.safeParse(failureSchema, output);
  return parsed.success ? parsed.output.error : complaints.replace(/^error: /, '').trim();
}

/** A text that is not YAML or JSON. The command line read it as an item of a list: one line lower, two columns to the right. */
function syntaxFinding(route: string, failure: string): Finding | undefined {
  const [, line, column, message] = /^standard input, line (\d+), column (\d+): (.*)$/s.exec(failure) ?? [];
  if (message === undefined) return undefined;
  const at = Math.max(1, Number(line) - 1);
  return {
    severity: 'error',
    route,
    rule: 'syntax',
    message: `column ${Math.max(1, Number(column) - 2)}: ${message}`,
    line: at,
  };
}

/** The refusal without the findings of lint, which are shown by themselves. */
function remainder(failure: string, findings: readonly Finding[]): string | undefined {
  const known = new Set(findings.map(({ route, message, rule }) => `  ${route}: ${message} (${rule})`));
  const lines = failure.split('\n').filter((line) => !known.has(line));
  const isHead = lines.length === 1 && lines[0]?.startsWith('invalid policy') === true;
  return isHead && known.size > 0 ? undefined : lines.join('\n');
}
