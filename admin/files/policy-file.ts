/** Reads policy files: YAML or JSON, a list of items or a map from route to fields. */
import { hasDuplicateMembers } from '../../core/token/duplicate-members.ts';
import { TABLES } from '../../core/contract.ts';
import { AdminRefusal } from '../refusals/refusal.ts';
import type { Item } from '../policy/item-fields.ts';
import { parseYaml } from './yaml-text.ts';

/** The largest item of DynamoDB (Amazon DynamoDB quotas), in bytes. An item is measured as JSON, which is about as long. */
const LARGEST_ITEM = 400 * 1024;

/** Levels of a nested attribute, at most (Amazon DynamoDB quotas). */
const DEEPEST = 32;

const { partitionKey } = TABLES.policy;

/** The items of the text of a policy file, by key. */
export function parsePolicyFile(text: string, source: string): Map<string, Item> {
  const items = new Map<string, Item>();
  for (const value of documents(text, source)) {
    for (const [place, item] of itemsIn(value, source, items.size)) {
      const key = item[partitionKey];
      if (typeof key !== 'string') {
        throw invalid(
          `${source}: ${place} has no ${partitionKey}: write "${partitionKey}: METHOD /template"`,
        );
      }
      if (items.has(key)) throw invalid(`${source}: ${key} is there twice`);
      requireSize(item, `${source}: ${key}`);
      items.set(key, item);
    }
  }
  return items;
}

/** The fields of one item. The text may leave out the route. */
export function parseFields(text: string, source: string, route: string): Item {
  const [value, ...more] = documents(text, source);
  if (more.length > 0 || !isMap(value)) throw invalid(`${source}: expected the fields of one item`);
  const named = value[partitionKey];
  if (named !== undefined && named !== route) {
    throw invalid(`${source} is for ${JSON.stringify(named)}, and the command for ${route}`);
  }
  const item = { [partitionKey]: route, ...value };
  requireSize(item, `${source}: ${route}`);
  return item;
}

/** JSON has its own parser, which is much faster; large YAML comes in parts. */
function documents(text: string, source: string): readonly unknown[] {
  const parsed = parseJson(text);
  if (typeof parsed !== 'object' || parsed === null) return parseYaml(text, source);
  if (hasDuplicateMembers(text, parsed)) throw invalid(`${source} names a field twice in one object`);
  return [parsed];
}

/** Undefined if the text is not JSON: then it may be YAML in braces. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function itemsIn(value: unknown, source: string, start: number): (readonly [place: string, item: Item])[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => {
      const place = `item ${start + index + 1}`;
      if (!isMap(item)) throw invalid(`${source}: ${place} is not an object of fields`);
      return [place, item] as const;
    });
  }
  if (!isMap(value)) throw invalid(`${source}: expected a list of items, or a map from route to fields`);
  return Object.entries(value).map(([key, fields]) => {
    if (!isMap(fields)) {
      throw invalid(`${source}: ${key} has no fields: write {} where any valid token is enough`);
    }
    if (fields[partitionKey] !== undefined && fields[partitionKey] !== key) {
      throw invalid(`${source}: ${key} says that it is for ${JSON.stringify(fields[partitionKey])}`);
    }
    return [key, { ...fields, [partitionKey]: key }] as const;
  });
}

function requireSize(item: Item, place: string): void {
  if (isDeep(item)) throw invalid(`${place} is nested deeper than the ${DEEPEST} levels that DynamoDB takes`);
  const size = Buffer.byteLength(JSON.stringify(item));
  if (size > LARGEST_ITEM) {
    throw invalid(`${place} has ${size} bytes, and DynamoDB takes items of ${LARGEST_ITEM}`);
  }
}

/** Looks level by level: a recursion could overflow the stack. */
function isDeep(item: Item): boolean {
  let level: unknown[] = [item];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true;
    const below = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values<unknown>({ ...value }) : [],
    );
    // An anchor can stand in a value many times, or in itself: each value is looked at once on a level.
    level = [...new Set(below)];
  }
  return false;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === '[object Object]';
}

function invalid(message: string): AdminRefusal {
  return new AdminRefusal('policy_file_invalid', message);
}
