/** Reads the items of a policy table: those that parse by their key, and what is wrong with the others. */
import { isGroupKey, parseGroupItem, parsePolicyItem } from '../../core/policy/item.ts';
import type { GroupPolicy, RoutePolicy } from '../../core/policy/item.ts';
import type { Mistake } from '../../core/parse.ts';
import { SHORTEST_MAX_AGE } from '../../core/policy/fields.ts';
import { finding } from './finding.ts';
import type { Finding, RuleId } from './finding.ts';

type Item = Readonly<Record<string, unknown>>;

/** `keys` has those of items that do not parse, too: they close their routes. */
export interface Items {
  readonly keys: ReadonlySet<string>;
  readonly routes: ReadonlyMap<string, RoutePolicy>;
  readonly groups: ReadonlyMap<string, GroupPolicy>;
  readonly findings: readonly Finding[];
}

/** Reads every item once. `each` is called after each. */
export function readItems(items: readonly Item[], vocabulary: readonly string[], each: () => void): Items {
  const keys = new Set<string>();
  const routes = new Map<string, RoutePolicy>();
  const groups = new Map<string, GroupPolicy>();
  const findings: Finding[] = [];
  for (const [index, item] of items.entries()) {
    const key = keyOf(item, index);
    if (keys.has(key)) findings.push(finding('item-repeated', key, `a second item has this key: keep one`));
    keys.add(key);
    if (isGroupKey(key)) {
      const parsed = parseGroupItem(item, vocabulary);
      if (parsed.ok) groups.set(key, parsed.value);
      else findings.push(...problemsFound(key, item, parsed.error, vocabulary));
    } else {
      const parsed = parsePolicyItem(item, vocabulary);
      if (parsed.ok) routes.set(key, parsed.value);
      else findings.push(...problemsFound(key, item, parsed.error, vocabulary));
    }
    each();
  }
  return { keys, routes, groups, findings };
}

function keyOf({ route }: Item, index: number): string {
  return typeof route === 'string' ? route.slice(0, 600) : `item ${index + 1}`;
}

function problemsFound(
  key: string,
  item: Item,
  problems: readonly Mistake[],
  vocabulary: readonly string[],
): Finding[] {
  return problems.map(({ field, message }) => {
    const value = valueAt(item, field);
    const rule = ruleOf(field, value);
    const where = field === '' ? '' : `${field}: `;
    const [given, advice] = [givenText(value), ADVICE[rule] ?? ''];
    const words = rule === 'acr-unknown' ? `, which has ${vocabulary.join(', ')}` : '';
    return finding(rule, key, `${where}${message}${words}${given}${advice}. The route is closed until then`);
  });
}

/** What kind of mistake it is, by where it is: what is an acr word as text can only be unknown. */
function ruleOf(path: string, value: unknown): RuleId {
  if (/(^|\.)(acr|acrValues\[\d+\])$/.test(path) && typeof value === 'string') return 'acr-unknown';
  if (/(^|\.)rules\[\d+\]\.when$/.test(path) && typeof value === 'string') return 'condition-invalid';
  const loops = /(^|\.)maxAge$/.test(path) && Number.isSafeInteger(value) && Number(value) < SHORTEST_MAX_AGE;
  return loops ? 'max-age-loops' : 'item-invalid';
}

const ADVICE: Partial<Record<RuleId, string>> = {
  'acr-unknown': ': write one of these, or add it to acr of the trust config',
  'condition-invalid': ': correct the condition',
  'item-invalid': ': correct or remove the field',
};

function givenText(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return '';
  return ` (it is ${JSON.stringify(typeof value === 'string' ? value.slice(0, 128) : value)})`;
}

/** The value that a problem's path leads to; none where it leads nowhere. */
function valueAt(item: Item, path: string): unknown {
  let value: unknown = item;
  for (const [, name, index] of path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)) {
    const key = index ?? name ?? '';
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Object.getOwnPropertyDescriptor(value, key)?.value;
  }
  return value;
}
