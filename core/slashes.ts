/** The slashes of a path that API Gateway does not count. */

/**
 * The path that API Gateway (REST API) matches: `/x/` and `//x` reach `/x`. Slashes in a row further in are kept, and so a
 * greedy value has them. Source: answers recorded on AWS by LocalStack (test_lambda_aws_proxy_integration); `/x/` for `/x`
 * by users' reports.
 */
export function routedPath(path: string): string {
  return withoutLastSlashes(withoutFirstSlashes(path)) || '/';
}

/** With one slash at its start, however many were sent. */
export function withoutFirstSlashes(path: string): string {
  return path.replace(/^\/+/, '/');
}

/** Without the slashes at its end. An expression such as /\/+$/ would start anew at every slash. */
export function withoutLastSlashes(text: string): string {
  let end = text.length;
  while (text[end - 1] === '/') end -= 1;
  return text.slice(0, end);
}
