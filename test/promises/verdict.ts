/** What jest says of the test of a promise: whether that test, and no other, failed, and at an expectation. */
import * as v from 'valibot';

const report = v.object({
  numRuntimeErrorTestSuites: v.number(),
  testResults: v.array(
    v.object({
      message: v.string(),
      assertionResults: v.array(
        v.object({ fullName: v.string(), status: v.string(), failureMessages: v.array(v.string()) }),
      ),
    }),
  ),
});

/** `seen`: what the test fails at, in one line. `not_run`: why it says nothing of the promise. */
export type Verdict =
  | { readonly kind: 'kept' }
  | { readonly kind: 'seen'; readonly failure: string }
  | { readonly kind: 'not_run'; readonly why: string };

/** Reads the report of a run of the tests that are named so (`jest --json`). */
export function verdictOf(json: unknown, promise: string): Verdict {
  const { numRuntimeErrorTestSuites, testResults } = v.parse(report, json);
  const messages = testResults.map(({ message }) => message).join('\n');
  if (numRuntimeErrorTestSuites > 0) return { kind: 'not_run', why: messages };
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  const ran = results.filter(({ status }) => status === 'passed' || status === 'failed');
  if (ran.length === 0 || !ran.every(({ fullName }) => fullName.endsWith(`[${promise}]`)))
    return { kind: 'not_run', why: `${ran.length} tests ran, not those of the promise alone` };
  const failures = ran.flatMap(({ failureMessages }) => failureMessages);
  if (failures.length === 0) return { kind: 'kept' };
  // Every matcher begins so. A process that does not start, or a time limit, says nothing of the promise.
  const failure = failures.find((text) => text.includes('expect('));
  return failure === undefined
    ? { kind: 'not_run', why: `no expectation failed: ${failures.join('\n')}` }
    : { kind: 'seen', failure: inOneLine(failure) };
}

/** What was expected and what came. */
function inOneLine(failure: string): string {
  const [first = '', ...rest] = failure.split('\n').map((line) => line.trim());
  const told = rest.filter((line) => /^(Expected|Received|[+-] )/.test(line));
  return [first, ...told].join(' | ').slice(0, 200);
}
