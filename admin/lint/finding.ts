/** What lint finds. */
import type { LintRule, RouteMessage, Severity } from './rule.ts';
import type { RuleId } from './rules.ts';

export interface Finding extends RouteMessage {
  readonly severity: Severity;
  readonly rule: RuleId;
}

/** A finding is made here alone, with the id and the severity of the rule whose check gave the message. */
export function findingOf(
  { id, severity }: LintRule & { readonly id: RuleId },
  { route, message }: RouteMessage,
): Finding {
  return { severity, route, rule: id, message };
}
