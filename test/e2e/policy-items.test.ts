import * as v from 'valibot';
import { refusalIn, refusalsOf } from '../support/refusals.ts';
import { bearerOf, WORDS } from '../support/tokens/ordinary-tokens.ts';
import { startTrustingStack } from '../support/stacks/trusting-stack.ts';
import type { TrustingStack } from '../support/stacks/trusting-stack.ts';
import { until } from '../support/time/until.ts';

const OPEN = 'GET /accounts';
/** What the items hold and no log may show: in their values, and in the part of a name that is too long. */
const CONFIDENTIAL = 'confidential-4711';
/** DynamoDB takes items of 400 KB, names and all. */
const HUGE = 390_000;
/** An edit is in force within this time, in milliseconds. */
const IN_FORCE = 10_000;

let stack: TrustingStack;
let token: string;

beforeAll(async () => {
  stack = await startTrustingStack();
  token = stack.token({ acr: WORDS.strongest });
});
afterAll(() => stack.close());

interface Case {
  readonly name: string;
  readonly route: string;
  /** What the table holds in place of the route's own item; none: nothing at all. */
  readonly items: readonly Readonly<Record<string, unknown>>[];
  /** The lines in which the reason is logged. */
  readonly logged: readonly string[];
  readonly reason?: string;
  readonly metric?: string;
}

const filled = (size: number) => CONFIDENTIAL.padEnd(size, 'x');
const manyFields = (count: number, size: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`field${index}`, filled(size)]));
const notUsable = (item: string, problems: string) => `The policy item ${item} is not usable: ${problems}`;

const UNKNOWN_WORD = 'not a word of the acr vocabulary';
const UNKNOWN_FIELD = 'unknown field, or not an object';

const rounds: readonly (readonly [string, readonly Case[]])[] = [
  [
    'malformed, huge, or missing',
    [
      {
        name: 'malformed',
        route: 'GET /statements',
        items: [
          { route: 'GET /statements', acr: CONFIDENTIAL, maxAge: filled(30), scopes: [`a ${CONFIDENTIAL}`] },
        ],
        logged: [
          notUsable(
            'GET /statements',
            `acr: ${UNKNOWN_WORD}; maxAge: expected a number of seconds; ` +
              'scopes[0]: a scope has 1 to 128 characters of RFC 6749 §3.3, without space',
          ),
        ],
      },
      {
        name: 'huge: a description of 390 KB',
        route: 'POST /payments',
        items: [{ route: 'POST /payments', acr: WORDS.strong, description: filled(HUGE) }],
        logged: [notUsable('POST /payments', 'description: at most 1024 characters')],
      },
      {
        name: 'missing',
        route: 'POST /payouts',
        items: [],
        logged: ['The route POST /payouts has no policy item'],
        reason: 'policy_missing',
        metric: 'PolicyMissing',
      },
    ],
  ],
  [
    'of a group that is missing, malformed, or huge',
    [
      {
        name: 'group missing',
        route: 'GET /statements',
        items: [{ route: 'GET /statements', group: 'nobody', description: CONFIDENTIAL }],
        logged: [notUsable('GROUP nobody', 'group: there is no item GROUP nobody')],
      },
      {
        name: 'group malformed',
        route: 'POST /payments',
        items: [
          { route: 'POST /payments', group: 'money', acr: WORDS.strong },
          {
            route: 'GROUP money',
            grant: { use: CONFIDENTIAL, hint: CONFIDENTIAL },
            acrValues: [CONFIDENTIAL],
          },
        ],
        logged: [
          notUsable(
            'GROUP money',
            `acrValues[0]: ${UNKNOWN_WORD}; grant.use: expected window or once; grant.hint: ${UNKNOWN_FIELD}`,
          ),
        ],
      },
      {
        name: 'group huge: 90,000 scopes',
        route: 'POST /payouts',
        items: [
          { route: 'POST /payouts', group: 'vault' },
          { route: 'GROUP vault', scopes: [CONFIDENTIAL, ...Array.from({ length: 90_000 }, () => 's')] },
        ],
        logged: [notUsable('GROUP vault', 'scopes: expected a list of at most 32')],
      },
    ],
  ],
  [
    'with rules or a change to come that cannot be used',
    [
      {
        name: 'a condition that is none',
        route: 'GET /statements',
        items: [
          {
            route: 'GET /statements',
            rules: [
              { when: `claims.x == "${CONFIDENTIAL}" ||`, acr: WORDS.strong },
              { when: CONFIDENTIAL, deny: true },
            ],
          },
        ],
        logged: [
          notUsable(
            'GET /statements',
            'rules[0].when: not a usable condition; rules[1].when: not a usable condition',
          ),
        ],
      },
      {
        name: '5,000 rules',
        route: 'POST /payments',
        items: [
          {
            route: 'POST /payments',
            rules: Array.from({ length: 5_000 }, () => ({ when: CONFIDENTIAL, acr: WORDS.strong })),
          },
        ],
        logged: [notUsable('POST /payments', 'rules: expected a list of at most 16')],
      },
      {
        name: 'a date that is none',
        route: 'POST /payouts',
        items: [
          {
            route: 'POST /payouts',
            acr: WORDS.strong,
            upcoming: { effectiveAt: '2026-02-31T00:00:00Z', acr: WORDS.weak },
          },
        ],
        logged: [
          notUsable(
            'POST /payouts',
            'upcoming.effectiveAt: expected a date and time with its offset, such as 2026-12-01T06:00:00Z or 2026-12-01T07:00:00+01:00',
          ),
        ],
      },
    ],
  ],
  [
    'huge in their names',
    [
      {
        name: 'huge: a field whose name has 60 KB',
        route: 'GET /statements',
        items: [{ route: 'GET /statements', [`${'n'.repeat(60_000)}${CONFIDENTIAL}`]: true }],
        logged: [notUsable('GET /statements', `${'n'.repeat(128)}…: ${UNKNOWN_FIELD}`)],
      },
      {
        name: 'huge: 3,000 unknown fields',
        route: 'POST /payments',
        items: [{ route: 'POST /payments', ...manyFields(3_000, 100) }],
        logged: [notUsable('POST /payments', `field0: ${UNKNOWN_FIELD}`)],
      },
      {
        name: 'malformed: a group whose name is no name',
        route: 'POST /payouts',
        items: [{ route: 'POST /payouts', group: `${CONFIDENTIAL} or another` }],
        logged: [notUsable('POST /payouts', 'group: expected letters, digits, . _ -')],
      },
    ],
  ],
];

/** What the authorizer logs of `call`. The line with the metrics is its last, and may come after the answer. */
async function loggedBy<T>(call: () => Promise<T>): Promise<[T, string[]]> {
  const before = stack.authorizerLog().length;
  const answer = await call();
  const lines = await until('the metrics of the request', () => {
    const logged = stack.authorizerLog().slice(before);
    return logged.some((text) => text.includes('"_aws"')) && logged;
  });
  return [answer, lines];
}

const line = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown()));

async function write({ route, items }: Case): Promise<void> {
  if (items.length === 0) await stack.remove(stack.policyTable, { route });
  for (const item of items) await stack.put(stack.policyTable, item);
}

describe.each(rounds)('policy items %s:', (_, cases) => {
  beforeAll(async () => {
    for (const one of cases) await write(one);
    stack.time.advance(IN_FORCE);
  });

  describe.each(cases)('$name', ({ route, logged, reason = 'policy_invalid', metric = 'PolicyInvalid' }) => {
    test('that route refused, the reason logged, the metric counted, the item not shown', async () => {
      const [answer, lines] = await loggedBy(() => stack.call(route, bearerOf(token)));
      expect(refusalIn(answer)).toEqual(refusalsOf(stack.apiUrl, route).denied());

      const records = lines.map((text) => v.parse(line, text));
      const faults = records.filter(({ level }) => level === 'ERROR').map(({ message }) => message);
      expect(faults).toEqual(logged);
      expect(records).toContainEqual(expect.objectContaining({ message: 'Denied', route, reason }));
      expect(records).toContainEqual(
        expect.objectContaining({ _aws: expect.anything(), [metric]: 1, Denied: 1 }),
      );

      expect(lines.join('')).not.toContain(CONFIDENTIAL);
      expect(lines.join('').length).toBeLessThan(5_000);
    });

    test('no grant is given for it', async () => {
      expect(await stack.exchange(route, token)).toMatchObject({
        status: 400,
        body: { error: 'invalid_target' },
      });
    });

    test('the others unaffected', async () => {
      const [answer, lines] = await loggedBy(() => stack.call(OPEN, bearerOf(token)));
      expect(answer).toMatchObject({ status: 200 });
      expect(lines.filter((text) => text.includes('"ERROR"'))).toEqual([]);
    });
  });
});

test('nothing that any function or the gateway has logged shows what the items held', () => {
  expect(stack.log().length).toBeGreaterThan(0);
  expect(JSON.stringify(stack.log())).not.toContain(CONFIDENTIAL);
  expect(stack.complaints()).toBe('');
});
