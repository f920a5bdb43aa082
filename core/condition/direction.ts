/**
 * Whether a condition keeps to one direction: where it holds, it still holds when the risk is higher, and when the
 * sign-in is older. A rule with any other condition would ask for less just when the risk rises, or punish the user for a
 * new sign-in.
 */
import { nodesOf, reads } from './tree.ts';
import type { ASTNode } from './tree.ts';
import { RISK_LEVELS } from './risk.ts';

/** How a condition may read the risk, for the administrator whose condition reads it in another way. */
export const RISK_FORMS =
  'risk.score >= N, risk.level == "high", risk.level in ["medium", "high"], "reason" in risk.reasons, ' +
  'risk.reasons.exists(r, …), joined by && and ||';

/** The same for the age of a sign-in. */
export const AGE_FORMS = 'signIn.age >= N, joined by && and ||';

/** What can rise, and the expressions that rise with it. */
interface Rising {
  readonly isRead: (node: ASTNode) => boolean;
  readonly isAmount: (node: ASTNode) => boolean;
  readonly isTest: (node: ASTNode) => boolean;
}

const RISK: Rising = {
  isRead: (node) => reads(node, 'risk'),
  isAmount: (node) => isField(node, 'risk', 'score') || isNumberOfReasons(node),
  isTest: (node) => isLevelTest(node) || isReasonTest(node),
};

const AGE: Rising = {
  isRead: readsAge,
  isAmount: (node) => isField(node, 'signIn', 'age'),
  isTest: () => false,
};

/** True when more risk can only switch the condition on, never off. */
export function risesWithRisk(node: ASTNode): boolean {
  return rises(node, RISK);
}

/** True when an older sign-in can only switch the condition on, never off. */
export function risesWithAge(node: ASTNode): boolean {
  return rises(node, AGE);
}

function rises(node: ASTNode, rising: Rising): boolean {
  if (!rising.isRead(node)) return true;
  const risesToo = (one: ASTNode) => rises(one, rising);
  if (node.op === '&&' || node.op === '||') return node.args.every(risesToo);
  if (node.op === '?:') return !rising.isRead(node.args[0]) && node.args.slice(1).every(risesToo);
  return isComparison(node, rising) || rising.isTest(node);
}

/** More than an amount that does not rise itself. */
function isComparison(node: ASTNode, { isAmount, isRead }: Rising): boolean {
  if (node.op === '>' || node.op === '>=') return isAmount(node.args[0]) && !isRead(node.args[1]);
  if (node.op === '<' || node.op === '<=') return isAmount(node.args[1]) && !isRead(node.args[0]);
  return false;
}

/** Whether it reads the age, or all of `signIn`: in any other way than by its members `acr` and `amr`. */
function readsAge(node: ASTNode): boolean {
  const nodes = [...nodesOf(node)];
  const whole = nodes.filter(({ op, args }) => op === 'id' && args === 'signIn').length;
  return whole > nodes.filter((one) => ['acr', 'amr'].some((field) => isField(one, 'signIn', field))).length;
}

/** The highest level, not the lowest, or one of a list that has every level above its lowest. */
function isLevelTest(node: ASTNode): boolean {
  if (node.op === '==') return isLevels(node.args, (level) => level === RISK_LEVELS.at(-1));
  if (node.op === '!=') return isLevels(node.args, (level) => level === RISK_LEVELS[0]);
  return node.op === 'in' && isField(node.args[0], 'risk', 'level') && hasAllAbove(node.args[1]);
}

/** Whether the risk has a reason. */
function isReasonTest(node: ASTNode): boolean {
  if (node.op === 'in') return isField(node.args[1], 'risk', 'reasons') && !reads(node.args[0], 'risk');
  if (node.op !== 'rcall') return false;
  const [macro, list, args] = node.args;
  return macro === 'exists' && isField(list, 'risk', 'reasons') && !args.some((one) => reads(one, 'risk'));
}

function isField(node: ASTNode, variable: string, field: string): boolean {
  return (
    node.op === '.' && node.args[1] === field && node.args[0].op === 'id' && node.args[0].args === variable
  );
}

function isNumberOfReasons(node: ASTNode): boolean {
  if (node.op === 'call')
    return node.args[0] === 'size' && node.args[1].every((one) => isField(one, 'risk', 'reasons'));
  return node.op === 'rcall' && node.args[0] === 'size' && isField(node.args[1], 'risk', 'reasons');
}

function isLevels([a, b]: readonly [ASTNode, ASTNode], accepts: (level: unknown) => boolean): boolean {
  const other = isField(a, 'risk', 'level') ? b : isField(b, 'risk', 'level') ? a : undefined;
  return other?.op === 'value' && accepts(other.args);
}

function hasAllAbove(list: ASTNode): boolean {
  if (list.op !== 'list') return false;
  const words = list.args.map((node) => (node.op === 'value' ? node.args : undefined));
  const lowest = RISK_LEVELS.findIndex((level) => words.includes(level));
  return lowest >= 0 && RISK_LEVELS.slice(lowest).every((level) => words.includes(level));
}

/** The levels that a condition compares with and that no risk item can have. */
export function unknownLevels(tree: ASTNode): readonly string[] {
  return [...nodesOf(tree)].flatMap((node) => {
    if (
      (node.op !== '==' && node.op !== '!=' && node.op !== 'in') ||
      !node.args.some((one) => isField(one, 'risk', 'level'))
    )
      return [];
    return node.args
      .flatMap((one) => (one.op === 'list' ? one.args : [one]))
      .flatMap((one) => (one.op === 'value' && typeof one.args === 'string' ? [one.args] : []))
      .filter((word) => !RISK_LEVELS.some((level) => level === word));
  });
}
