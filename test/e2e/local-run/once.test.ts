import { CookieJar } from '../../../local/sign-in.ts';
import type { SignedIn } from '../../../local/sign-in.ts';
import { byEffort } from '../../support/effort.ts';
import { startStack } from '../../support/stacks/stack.ts';
import type { TestStack } from '../../support/stacks/stack.ts';

const ROUNDS = byEffort({ short: 2, long: 10, full: 200 });
const REQUESTS = 100;

let stack: TestStack;
const cookies = new CookieJar();

beforeAll(async () => {
  stack = await startStack({ maxInstances: 4 });
});
afterAll(() => stack.close());

const elevate = () => {
  // The provider keeps the sign-ins of a session a second apart. And a user has a hundred live grants at most: of ten for
  // each sign-in, each good for two minutes, eighty are live.
  stack.time.advance(15_000);
  return stack.signIn({ challenge: { acrValues: ['urn:example:loa:3'], maxAge: 0 }, cookies });
};

const exchange = (elevated: SignedIn) =>
  stack.client.exchange(elevated, {
    tokenEndpoint: `${stack.apiUrl}/step-up/token`,
    resource: `${stack.apiUrl}/step-up/requirements/POST/%2Fpayouts`,
  });

/** Calls the once-only route with all grants at the same time, and counts the answers of each kind. */
async function race(grants: readonly string[]): Promise<Record<string, number>> {
  const ordinary = await stack.signIn();
  const answers = await Promise.all(
    Array.from({ length: REQUESTS }, (_, index) =>
      stack.client.call(ordinary.accessToken, 'POST', '/payouts', grants[index % grants.length]),
    ),
  );
  const kinds = answers.map((answer) =>
    answer.kind === 'answer'
      ? String(answer.status)
      : `${answer.challenge.error ?? ''} max_age=${String(answer.challenge.maxAge)}`,
  );
  return Object.fromEntries(
    [...new Set(kinds)].map((kind) => [kind, kinds.filter((one) => one === kind).length]),
  );
}

const ONE_WINS = { '200': 1, 'insufficient_user_authentication max_age=0': REQUESTS - 1 };

describe(`${REQUESTS} requests at the same time, ${ROUNDS} times in a row, through several instances,`, () => {
  test('with one once-only grant: one passes, the others are challenged', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { value } = await exchange(await elevate());
      expect(await race([value])).toEqual(ONE_WINS);
    }
  });

  test('with ten grants from one sign-in: one passes, the others are challenged', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const elevated = await elevate();
      const grants = await Promise.all(Array.from({ length: 10 }, () => exchange(elevated)));
      expect(await race(grants.map(({ value }) => value))).toEqual(ONE_WINS);
    }
  });

  test('were decided by several instances of the authorizer', () => {
    const starts = stack
      .log()
      .filter(({ source, line }) => source.includes('Authorizer') && line.includes('"cold_start":true'));
    const requests = starts.map(({ line }) => /"function_request_id":"([^"]+)"/.exec(line)?.[1]);
    expect(new Set(requests).size).toBeGreaterThanOrEqual(2);
  });
});
