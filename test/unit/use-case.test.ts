import { refusalOfCall } from '../../admin/connection/aws-refusal.ts';
import { readConfigFile } from '../../admin/connection/config-file.ts';
import { AdminRefusal } from '../../admin/refusals/refusal.ts';
import { useCase } from '../../admin/use-case.ts';

const logged: [string, unknown][] = [];
const log = (correlationId: string, cause: unknown) => {
  logged.push([correlationId, cause]);
};

const answerOf = (error: Error) => useCase(() => Promise.reject(error), log)();

describe('a use case', () => {
  beforeEach(() => {
    logged.length = 0;
  });

  test('returns its data', async () => {
    const double = useCase((number: number) => number * 2, log);
    expect(await double(21)).toEqual({ ok: true, value: 42 });
  });

  test('returns a refusal with its code, facts and exit code, and logs nothing', async () => {
    const refusal = new AdminRefusal('policy_conflict', 'changed meanwhile', { route: 'GET /a' });
    expect(await answerOf(refusal)).toEqual({ ok: false, error: refusal });
    expect(refusal.exitCode).toBe(1);
    expect(logged).toEqual([]);
  });

  test.each([
    ['unreachable', Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' })],
    ['aws_refused', Object.assign(new Error('no'), { name: 'AccessDeniedException', $fault: 'client' })],
    ['aws_refused', new Error('Region is missing')],
  ])('takes an error of the AWS SDK for %s', async (code, error) => {
    expect(await answerOf(error)).toMatchObject({ ok: false, error: { code } });
    expect(logged).toEqual([]);
  });

  test('takes an unforeseen error for a fault of ours, with the cause in the log under its correlation id', async () => {
    const cause = new TypeError('x is not a function');
    const answer = await answerOf(cause);
    const correlationId: unknown = expect.any(String);
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'internal', exitCode: 70, facts: { correlationId } },
    });
    const [[id] = []] = logged;
    expect(logged).toEqual([[id, cause]]);
    if (!answer.ok) expect(answer.error.facts).toEqual({ correlationId: id });
  });
});

test('an answer of an endpoint that is not JSON is no fault of ours', () => {
  const refusal = refusalOfCall(new SyntaxError('Unexpected token <'), 'reading table policy');
  expect(refusal).toMatchObject({ code: 'unreachable', message: expect.stringContaining('is not JSON') });
});

test('a trust config that is a folder is a file that cannot be read', async () => {
  const answer = await useCase(() => readConfigFile('.', import.meta.dirname), log)();
  expect(answer).toMatchObject({ ok: false, error: { code: 'file_unreadable' } });
});
