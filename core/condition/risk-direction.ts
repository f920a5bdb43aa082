/**
 * Whether a condition keeps to one direction: where it holds, it still holds when the risk is higher. A rule with any
 * other condition would ask for less just when the risk rises.
 */
import { nodesOf, reads } from './tree.ts';
import type { ASTNode } from './tree.ts';
import { RISK_LEVELS } from './risk.ts';

/** How a condition may read the risk, for the administrator whose condition reads it in another way. */
export const RISK_FORMS =
  'risk.score >= N, risk.level == "high", risk.level in ["medium", "high"], "reason" in risk.reasons, ' +
  'risk.reasons.exists(r, …), joined by && and ||';

/** True when more risk can only switch the condition on, never off. */
export function risesWithRisk(node: ASTNode): boolean {
  if (!readsRisk(node)) return true;
  if (node.op === '&&' || node.op === '||') return node.args.every(risesWithRisk);
  if (node.op === '?:') return !readsRisk(node.args[0]) && node.args.slice(1).every(risesWithRisk);
  return isComparison(node) || isLevelTest(node) || isReasonTest(node);
}

/** More than an amount that does not depend on the risk. */
function isComparison(node: ASTNode): boolean {
  if (node.op === '>' || node.op === '>=') return isAmount(node.args[0]) && !readsRisk(node.args[1]);
  if (node.op === '<' || node.op === '<=') return isAmount(node.args[1]) && !readsRisk(node.args[0]);
  return false;
}

/** The highest level, not the lowest, or one of a list that has every level above its lowest. */
function isLevelTest(node: ASTNode): boolean {
  if (node.op === '==') return isLevels(node.args, (level) => level === RISK_LEVELS.at(-1));
  if (node.op === '!=') return isLevels(node.args, (level) => level === RISK_LEVELS[0]);
  return node.op === 'in' && isField(node.args[0], 'level') && hasAllAbove(node.args[1]);
}

/** Whether the risk has a reason. */
function isReasonTest(node: ASTNode): boolean {
  if (node.op === 'in') return isField(node.args[1], 'reasons') && !readsRisk(node.args[0]);
  if (node.op !== 'rcall') return false;
  const [macro, list, args] = node.args;
  return macro === 'exists' && isField(list, 'reasons') && !args.some(readsRisk);
}

const readsRisk = (node: ASTNode) => reads(node, 'risk');

function isField(node: ASTNode, field: string): boolean {
  return (
    node.op === '.' && node.args[1] === field && node.args[0].op === 'id' && node.args[0].args === 'risk'
  );
}

/** What only grows with the risk: the score, and the number of reasons. */
function isAmount(node: ASTNode): boolean {
  if (isField(node, 'score')) return true;
  if (node.op === 'call')
    return node.args[0] === 'size' && node.args[1].every((one) => isField(one, 'reasons'));
  return node.op === 'rcall' && node.args[0] === 'size' && isField(node.args[1], 'reasons');
}

function isLevels([a, b]: readonly [ASTNode, ASTNode], accepts: (level: unknown) => boolean): boolean {
  const other = isField(a, 'level') ? b : isField(b, 'level') ? a : undefined;
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
      !node.args.some((one) => isField(one, 'level'))
    )
      return [];
    return node.args
      .flatMap((one) => (one.op === 'list' ? one.args : [one]))
      .flatMap((one) => (one.op === 'value' && typeof one.args === 'string' ? [one.args] : []))
      .filter((word) => !RISK_LEVELS.some((level) => level === word));
  });
}
