/** Writes values as text, to compare them: the order of the members of an object does not count. */

/**
 * The value as JSON, with the members of its objects in order, and without those that are undefined. The text of a set,
 * which JSON does not have, differs from that of a list. Throws for a value that is nested deeper than `deepest` levels.
 */
export function canonical(value: unknown, deepest = Infinity): string {
  if (deepest < 0) throw new Error('a value is nested too deep');
  const textOf = (one: unknown) => canonical(one, deepest - 1);
  if (Array.isArray(value)) return `[${value.map(textOf).join(',')}]`;
  if (value instanceof Set) return `set${textOf([...value].toSorted())}`;
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) {
    return JSON.stringify(value ?? null);
  }
  const members = inOrder(value).map(([name, member]) => `${JSON.stringify(name)}:${textOf(member)}`);
  return `{${members.join(',')}}`;
}

/** Names that are whole numbers come first, as in every object of JavaScript. Texts that are stored have this order. */
function inOrder(value: object): [string, unknown][] {
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.entries(Object.fromEntries(members.toSorted(([a], [b]) => (a < b ? -1 : 1))));
}
