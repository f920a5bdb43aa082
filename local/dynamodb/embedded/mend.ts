/**
 * What dynalite 4.0.0 does otherwise than DynamoDB, mended in its source when it is loaded. docs/decisions/README.md, 22, has
 * the report for its maintainers.
 */
import { registerHooks } from 'node:module';

/** A place in the source of a module of dynalite, and what stands there from now on. */
interface Mend {
  readonly module: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Whether two values of one type of attribute are equal: members of a set in any order, of a list in theirs, of a map by
 * their names (Amazon DynamoDB: "Comparison operator and function reference"). Its text takes the place of dynalite's, so
 * it calls nothing else.
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

const DB = 'db/index.js';

const MENDS: readonly Mend[] = [
  {
    // Lists are compared by their members in any order, and maps by identity: a write on condition that an item with a
    // map is unchanged could never succeed.
    module: DB,
    from: `function valsEqual (val1, val2) {
  if (Array.isArray(val1) && Array.isArray(val2)) {
    if (val1.length != val2.length) return false
    return val1.every(function (val) { return ~val2.indexOf(val) })
  }
  else {
    return val1 == val2
  }
}
`,
    to: `${valsEqual.toString()}\n`,
  },
  // A comparison with an attribute that the item does not have throws; on AWS it is false.
  {
    module: DB,
    from: `    if (compType != attrType) return false
    if (compType == 'B') {`,
    to: `    if (compType != attrType || attrVal == null) return false
    if (compType == 'B') {`,
  },
  {
    module: DB,
    from: `    if (!compVals.some(function (compVal) {
`,
    to: `    if (!compVals.some(function (compVal) {
      if (compVal == null) return false
`,
  },
  {
    module: DB,
    from: `    if (!attrVal || compType != attrType ||
`,
    to: `    if (!attrVal || compType != attrType || compVals[1] == null || compVals[1][compType] == null ||
`,
  },
  {
    // A value that is set from another attribute is that attribute itself, so that a map can come to hold itself.
    module: 'actions/updateItem.js',
    from: `      section.val = resolveValue(section.val, item)
`,
    to: `      section.val = deepClone(resolveValue(section.val, item))
`,
  },
];

/**
 * The source of a module of dynalite, such as `db/index.js`, mended.
 * @throws Error when it has changed
 */
export function mended(module: string, source: string): string {
  return MENDS.filter((mend) => mend.module === module).reduce((text, { from, to }) => {
    if (text.split(from).length !== 2)
      throw new Error(
        `dynalite has changed its ${module}: see whether local/dynamodb/embedded/mend.ts is needed`,
      );
    return text.replace(from, () => to);
  }, source);
}

/** Mends dynalite when it is loaded, in this thread. To be called before. */
export function mendDynalite(): void {
  registerHooks({
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context);
      const module = MENDS.find((mend) => url.endsWith(`/dynalite/${mend.module}`))?.module;
      if (module === undefined) return loaded;
      const { source = '' } = loaded;
      return {
        ...loaded,
        source: mended(module, typeof source === 'string' ? source : new TextDecoder().decode(source)),
      };
    },
  });
}
