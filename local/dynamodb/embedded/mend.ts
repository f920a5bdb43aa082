/**
 * dynalite compares lists by their members in any order, and maps by identity, where DynamoDB compares both deeply (Amazon
 * DynamoDB: "Comparison operator and function reference"). So a write on condition that an item with a map is unchanged
 * could never succeed. docs/decisions/README.md, 22, has the report for its maintainers.
 */
import { registerHooks } from 'node:module';

/** dynalite's own, as version 4.0.0 has it. */
const COMPARISON = `function valsEqual (val1, val2) {
  if (Array.isArray(val1) && Array.isArray(val2)) {
    if (val1.length != val2.length) return false
    return val1.every(function (val) { return ~val2.indexOf(val) })
  }
  else {
    return val1 == val2
  }
}
`;

/**
 * Whether two values of one type of attribute are equal: members of a set in any order, of a list in theirs, of a map by
 * their names. Its text takes the place of dynalite's, so it calls nothing else.
 */
export function valsEqual(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const members = Object.entries(one);
  if (members.length !== Object.keys(other).length) return false;
  const isSet = Array.isArray(one) && typeof one[0] === 'string';
  if (isSet) return members.every(([, member]) => Object.values(other).includes(member));
  const others = new Map<string, unknown>(Object.entries(other));
  return members.every(([name, member]) => others.has(name) && valsEqual(member, others.get(name)));
}

/**
 * Replaces the comparison in the source of dynalite's db/index.js.
 * @throws Error when the source has another comparison
 */
export function mended(source: string): string {
  if (source.split(COMPARISON).length !== 2)
    throw new Error(
      'dynalite has changed its valsEqual: see whether local/dynamodb/embedded/mend.ts is needed',
    );
  return source.replace(COMPARISON, () => `${valsEqual.toString()}\n`);
}

/** Mends dynalite when it is loaded, in this thread. To be called before. */
export function mendDynalite(): void {
  registerHooks({
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context);
      if (!url.endsWith('/dynalite/db/index.js')) return loaded;
      const { source = '' } = loaded;
      return {
        ...loaded,
        source: mended(typeof source === 'string' ? source : new TextDecoder().decode(source)),
      };
    },
  });
}
