/** Findings for people: by route, errors first. */
import type { Finding } from '../admin/lint/finding.ts';

/** How many there are of each severity. */
export interface Count {
  readonly errors: number;
  readonly warnings: number;
}

export function countOf(findings: readonly Finding[]): Count {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: findings.length - errors };
}

/** One line for each route, and below it one for each of its findings. */
export function* reportLines(findings: readonly Finding[]): Generator<string> {
  for (const [route, found] of byRoute(findings)) {
    yield printable(route);
    for (const { severity, rule, message } of found)
      yield `  ${severity.padEnd(7)}  ${printable(message)}  [${rule}]`;
  }
}

function byRoute(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const routes = new Map<string, Finding[]>();
  for (const severity of ['error', 'warning'] as const)
    for (const finding of findings) {
      if (finding.severity !== severity) continue;
      const known = routes.get(finding.route);
      if (known === undefined) routes.set(finding.route, [finding]);
      else known.push(finding);
    }
  return routes;
}

/** A person who can write an item must not be able to write control characters to the terminal of another. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, '?');
}
