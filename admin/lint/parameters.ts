/** The path parameters that the rules of an item can read. */
import { parameterNames } from '../../core/answer/bound-parameters.ts';

/** The names that every template has, and the names that at least one has. */
export interface Parameters {
  readonly every: ReadonlySet<string>;
  readonly some: ReadonlySet<string>;
}

/** Of these templates; undefined if there is no template. */
export function parametersOf(templates: Iterable<string>): Parameters | undefined {
  let every: ReadonlySet<string> | undefined;
  const some = new Set<string>();
  for (const template of templates) {
    const names = new Set(parameterNames(template));
    for (const name of names) some.add(name);
    every = every === undefined ? names : new Set([...every].filter((name) => names.has(name)));
  }
  return every === undefined ? undefined : { every, some };
}
