/** What the CLI makes of a change of policy that is not made yet. */
import * as v from 'valibot';
import type { CliAnswer } from './cli.ts';
import { lineOfField } from './field-lines.ts';

/** A change that may be made: what is wrong with it, what it opens, and what it would change. */
export interface PolicyReview {
  /** `loosens`: nothing is wrong with it but that it lets through who was refused before. */
  readonly verdict: 'fine' | 'loosens' | 'refused';
  /** What keeps it from being made, as far as no finding says so. */
  readonly refusal: string | undefined;
  /** What it opens, by route. */
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
  /** Of the text that was reviewed, from 1. */
  readonly line: number | undefined;
}

const lintSchema = v.pipe(v.string(), v.parseJson(), v.object({ findings: v.array(findingSchema) }));
const failureSchema = v.pipe(v.string(), v.parseJson(), v.object({ error: v.string() }));

export interface Judged {
  readonly route: string;
  /** Empty where the item is to go. */
  readonly fields: string;
  readonly difference: CliAnswer;
  /** Of `apply`, which was not let. */
  readonly attempt: CliAnswer;
  readonly linted: CliAnswer;
}

const LOOSENS = 'this lets through who was refused before';

export function reviewOf({ route, fields, difference, attempt, linted }: Judged): PolicyReview {
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

/** Why a command has failed; undefined when it has not. */
export function failureOf({ exitCode, output, complaints }: CliAnswer): string | undefined {
  if (exitCode === 0) return undefined;
  const parsed = v.safeParse(failureSchema, output);
  return parsed.success ? parsed.output.error : complaints.replace(/^error: /, '').trim();
}

/** What no YAML or JSON can be. The CLI read it one line lower and two columns further right, as an item of a list. */
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

/** A refusal names what lint finds, too: that is told once. */
function remainder(failure: string, findings: readonly Finding[]): string | undefined {
  const known = new Set(findings.map(({ route, message, rule }) => `  ${route}: ${message} (${rule})`));
  const lines = failure.split('\n').filter((line) => !known.has(line));
  const isHead = lines.length === 1 && lines[0]?.startsWith('invalid policy') === true;
  return isHead && known.size > 0 ? undefined : lines.join('\n');
}
