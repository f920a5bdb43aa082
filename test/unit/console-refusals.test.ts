/** What the console's server answers to a request that failed, and what its page makes of it. */
import { REFUSALS } from '../../admin/refusals/codes.ts';
import { AdminRefusal } from '../../admin/refusals/refusal.ts';
import { wordsOf } from '../../console/page/shell/refusal-words.ts';
import { failureOf } from '../../console/server/failure.ts';
import { RequestError } from '../../console/server/http.ts';
import type { ConsoleCode } from '../../console/wire/refusal.ts';

const logged: [correlationId: string, cause: unknown][] = [];
const failed = (error: unknown) =>
  failureOf(error, (correlationId, cause) => {
    logged.push([correlationId, cause]);
  });
beforeEach(() => {
  logged.length = 0;
});

test.each([
  ['request_malformed', 400, new RequestError('request_malformed', 'route: missing')],
  ['tables_fixed', 409, new RequestError('tables_fixed', 'no')],
  ['policy_loosens', 422, new AdminRefusal('policy_loosens', 'it loosens', { loosens: {} })],
  ['keys_unavailable', 502, new AdminRefusal('keys_unavailable', 'no keys')],
  ['keys_unreadable', 502, new AdminRefusal('keys_unreadable', 'no keys')],
  ['unreachable', 502, Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })],
])('%s is answered with its code and the status %i, and nothing is logged', (code, status, error) => {
  expect(failed(error)).toMatchObject({ status, refused: { code } });
  expect(logged).toEqual([]);
});

test('a fault of ours is answered with a correlation id, under which the log has its cause', () => {
  const cause = new TypeError('x is not a function');
  const { status, refused } = failed(cause);
  const { correlationId } = refused.facts;
  expect({ status, code: refused.code }).toEqual({ status: 500, code: 'internal' });
  expect(logged).toEqual([[correlationId, cause]]);
  expect(JSON.stringify(refused)).not.toContain('x is not a function');
  expect(wordsOf(refused)).toContain(String(correlationId));
});

test('the facts of a refusal arrive at the page, which says who changed an item', () => {
  const conflict = new AdminRefusal('policy_conflict', 'conflict: …', { updatedBy: 'bob' });
  expect(wordsOf(failed(conflict).refused)).toContain('changed in the table by bob since you opened it');
});

test('the page tells nobody to add an option of the command line', () => {
  const codes = Object.keys(REFUSALS).filter((code): code is keyof typeof REFUSALS => code in REFUSALS);
  const own: ConsoleCode[] = ['request_foreign', 'request_malformed', 'no_such_endpoint', 'too_many_pages'];
  const said = [...codes, ...own].map((code) => wordsOf({ code, error: '', facts: {} }));
  expect(said.filter((words) => words.includes('--'))).toEqual([]);
  expect(said.filter((words) => words !== '').length).toBeGreaterThan(20);
});
