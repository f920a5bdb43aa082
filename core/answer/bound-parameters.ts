/** The path that a grant may be bound to: the values of its template's parameters, in one spelling. */

const PARAMETER = /\{([^{}+]+)\+?\}/g;

/** In characters. A method ARN of API Gateway has at most 1,600 bytes, of which each can take three. */
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
    .map(
      (name) => `${encoded(name)}=${encoded((Object.hasOwn(values, name) ? values[name] : undefined) ?? '')}`,
    )
    .join('&');
}

/** Whether `query` is the one spelling of a path of this template. */
export function isBoundParameters(template: string, query: string): boolean {
  return (
    query.length <= LONGEST &&
    boundParametersOf(template, Object.fromEntries(new URLSearchParams(query))) === query
  );
}

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
