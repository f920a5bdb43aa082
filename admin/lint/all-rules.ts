/** All lint rules. docs/lint.md shows them in this order. */
import { ACR_RULES } from './rules/acr.ts';
import { CONDITION_NAME_RULES } from './rules/condition-names.ts';
import { CONDITION_PATH_RULES } from './rules/condition-paths.ts';
import { CONDITION_RULES } from './rules/conditions.ts';
import { DENY_RULES } from './rules/deny.ts';
import { GRANT_RULES } from './rules/grants.ts';
import { GROUP_RULES } from './rules/groups.ts';
import { ITEM_RULES } from './rules/items.ts';
import { MAX_AGE_RULES } from './rules/max-age.ts';
import { POLICY_RULE_RULES } from './rules/policy-rules.ts';
import { REQUIREMENT_RULES } from './rules/requirements.ts';
import { ROUTE_RULES } from './rules/routes.ts';
import { SIBLING_RULES } from './rules/siblings.ts';
import { SIGN_IN_NAME_RULES } from './rules/sign-in-names.ts';
import { UPCOMING_RULES } from './rules/upcoming.ts';
import { WILDCARD_RULES } from './rules/wildcards.ts';

export const RULES = [
  ...ITEM_RULES,
  ...ACR_RULES,
  ...MAX_AGE_RULES,
  ...REQUIREMENT_RULES,
  ...POLICY_RULE_RULES,
  ...CONDITION_RULES,
  ...CONDITION_NAME_RULES,
  ...CONDITION_PATH_RULES,
  ...SIGN_IN_NAME_RULES,
  ...GRANT_RULES,
  ...DENY_RULES,
  ...ROUTE_RULES,
  ...WILDCARD_RULES,
  ...SIBLING_RULES,
  ...GROUP_RULES,
  ...UPCOMING_RULES,
] as const;

export type RuleId = (typeof RULES)[number]['id'];
