/** One result of lint: what a rule found, and where. */
import type { LintRule, RouteMessage, Severity } from './lint-rule.ts';
import type { RuleId } from './all-rules.ts';

export interface Finding extends RouteMessage {
  readonly severity: Severity;
  readonly rule: RuleId;
}

/** Puts id and severity of a rule to a message of its check. */
export function findingOf(
  { id, severity }: LintRule & { readonly id: RuleId },
  { route, field, message }: RouteMessage,
): Finding {
  return { severity, route, rule: id, ...(field === undefined ? {} : { field }), message };
}
