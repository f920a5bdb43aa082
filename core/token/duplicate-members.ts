/**
 * Finds objects that name a member twice (RFC 8259 §4: what is made of them is unpredictable; RFC 7519 §4: a
 * JWT with duplicate claim names may be rejected). Two readers of such a token can see two different users.
 */

/** A string, with the colon that makes it the name of a member. */
const STRINGS = /"(?:[^"\\]|\\.)*"(\s*:)?/g;

/** Some readers drop a member of this name, and for others it is the prototype: it is not counted, and so never accepted. */
const PROTOTYPE = '__proto__';

/** Whether the JSON text, from which `parsed` was read, names more members than were kept. */
export function hasDuplicateMembers(text: string, parsed: unknown): boolean {
  const named = [...text.matchAll(STRINGS)].filter(([, colon]) => colon !== undefined).length;
  return named !== countMembers(parsed);
}

function countMembers(parsed: unknown): number {
  let count = 0;
  const left: unknown[] = [parsed];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) count += Object.keys(value).filter((name) => name !== PROTOTYPE).length;
    left.push(...Object.values<unknown>({ ...value }));
  }
  return count;
}
