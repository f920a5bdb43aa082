/** The path that a grant can be bound to: the values of the template's parameters, always written in the same way. */

import { ownValue } from '../own-value.ts';

const PARAMETER = /\{([^{}+]+)\+?\}/g;

/** In characters. A method ARN of API Gateway has at most 1,600 bytes, and each byte can take three characters. */
const LONGEST = 5_000;

/** The names of a template's parameters, sorted. */
export function parameterNames(template: string): readonly string[] {
  return [...template.matchAll(PARAMETER)].map(([, name = '']) => name).toSorted();
}

/** The values as a query (`id=17`), sorted by name; empty for a template without parameters. */
export function boundParametersOf(
  template: string,
  values: Readonly<Record<string, string | null | undefined>>,
): string {
  return parameterNames(template)
    .map((name) => `${encoded(name)}=${encoded(ownValue(values, name) ?? '')}`)
    .join('&');
}

/** Whether `query` is what `boundParametersOf` returns for some path of this template. */
export function isBoundParameters(template: string, query: string): boolean {
  return (
    query.length <= LONGEST &&
    boundParametersOf(template, Object.fromEntries(new URLSearchParams(query))) === query
  );
}

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
