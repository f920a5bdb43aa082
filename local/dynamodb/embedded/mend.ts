/**
 * dynalite compares lists by their members in any order, and maps by identity, where DynamoDB compares both deeply (Amazon
 * DynamoDB: "Comparison operator and function reference"). So a write on condition that an item with a map is unchanged
 * could never succeed. docs/decisions/README.md, 22, has the report for its maintainers.
 */
import { registerHooks } from 'node:module';

/** The function as dynalite 4.0.0 has it. */
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

/** Both values are of one type: members of a set in any order, of a list in theirs, of a map by their names. */
const MENDED = `function valsEqual (val1, val2) {
  if (val1 === null || val2 === null || typeof val1 != 'object' || typeof val2 != 'object') return val1 === val2
  if (Array.isArray(val1) != Array.isArray(val2)) return false
  var names = Object.keys(val1)
  if (names.length != Object.keys(val2).length) return false
  if (Array.isArray(val1) && typeof val1[0] == 'string') return val1.every(function (val) { return val2.includes(val) })
  return names.every(function (name) { return Object.hasOwn(val2, name) && valsEqual(val1[name], val2[name]) })
}
`;

/**
 * Replaces the comparison in the source of dynalite's db/index.js.
 * @throws Error when the source has another comparison
 */
export function mended(source: string): string {
  if (source.split(COMPARISON).length !== 2)
    throw new Error(
      'dynalite has changed its valsEqual: see whether local/dynamodb/embedded/mend.ts is needed',
    );
  return source.replace(COMPARISON, () => MENDED);
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
