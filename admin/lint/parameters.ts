/** The path parameters that the rules of an item can read. */
import { parameterNames } from '../../core/answer/bound-parameters.ts';

/** Those of every template, and those of any. */
export interface Parameters {
  readonly every: ReadonlySet<string>;
  readonly some: ReadonlySet<string>;
}

/** Of these templates; none when there is no template, of which nothing can be said. */
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
