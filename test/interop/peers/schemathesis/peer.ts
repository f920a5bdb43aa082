/** schemathesis: requests of all kinds that docs/openapi.yaml describes, and forbids, to the local stack. */
import { randomInt } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { startStack } from '../../../support/stacks/stack.ts';
import type { TestStack } from '../../../support/stacks/stack.ts';
import { newOutdir } from '../../../support/stacks/synth.ts';
import { lastLines, run } from '../../command.ts';
import type { Check, Peer, Step } from '../../peer.ts';
import { commandsOf, installPython } from '../../python.ts';
import { DESCRIPTION, withToken } from './description.ts';

const program = { name: 'schemathesis', version: '4.32.5' };

/** Of both runs together. */
const FEWEST_CASES = 500;
/** For each operation and run. Operations with few different requests have fewer. */
const MOST_CASES = { short: 120, full: 1000 };

const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];

let stack: TestStack | undefined;

export const schemathesis: Peer = {
  ...program,
  does: 'calls the exchange, the requirement and the metadata as docs/openapi.yaml describes them, on the local stack',
  limit: 900,
  install: (step) =>
    installPython({ ...program, constraints: join(import.meta.dirname, 'constraints.txt') }, step),
  start: async () => {
    stack = await startStack();
  },
  test: async ({ check, note }, { full, ...step }) => {
    if (stack === undefined) throw new Error('the stack is not started');
    const seed = Number(process.env.INTEROP_SEED ?? randomInt(2 ** 31));
    note(`seed ${seed}: INTEROP_SEED=${seed} repeats it`);
    const most = full ? MOST_CASES.full : MOST_CASES.short;
    const described = readFileSync(DESCRIPTION, 'utf8');
    const plain = await callAll(stack.apiUrl, described, ['--seed', String(seed), '-n', String(most)], step);
    check({ ...plain, name: `${plain.cases} cases without a token: no 5xx, nothing undeclared` });

    const challenge = { acrValues: ['urn:example:loa:3'], maxAge: 300 };
    const { accessToken } = await stack.signIn({ challenge });
    const authorized = withToken(described, stack.apiUrl, accessToken);
    const flags = ['--header', `Authorization: Bearer ${accessToken}`];
    const signedIn = await callAll(
      stack.apiUrl,
      authorized,
      [...flags, '--seed', String(seed), '-n', String(most)],
      step,
    );
    check({ ...signedIn, name: `${signedIn.cases} cases with a valid token: no 5xx, nothing undeclared` });
    check(enough(plain.cases + signedIn.cases));
    const answers = answersIn(stack);
    for (const route of ['POST /step-up/token', 'GET /step-up/requirements/{proxy+}']) {
      const problem = answers.has(`${route} 200`) ? undefined : 'no answer had status 200';
      check({ name: `${route} was also met with success`, problem });
    }
    note(`answers: ${[...answers].map(([name, count]) => `${name}: ${count}`).join(' · ')}`);
  },
  // Rejects where a token is left behind in logs or tables.
  stop: async () => {
    await stack?.close();
  },
};

const outcome = v.object({ test_cases: v.object({ generated: v.number() }), complete: v.boolean() });

interface Called extends Pick<Check, 'problem'> {
  readonly cases: number;
}

/** Calls all operations of a description. */
async function callAll(
  url: string,
  description: string,
  flags: readonly string[],
  { home, signal }: Step,
): Promise<Called> {
  const folder = newOutdir();
  const [file, report] = [join(folder, 'openapi.yaml'), join(folder, 'report.json')];
  writeFileSync(file, description);
  const args = [
    'run',
    file,
    '--url',
    url,
    '--phases',
    'examples,coverage,fuzzing',
    '--checks',
    CHECKS.join(','),
  ];
  const output = ['--no-color', '--report', 'json', '--report-json-path', report, '--warnings', 'off'];
  const { code, stdout, stderr } = await run(
    join(commandsOf(program, home), 'st'),
    [...args, ...output, ...flags],
    { signal, cwd: folder, env: { SCHEMATHESIS_HOOKS: '' } },
  );
  if (code !== 0 && code !== 1)
    throw new Error(`schemathesis does not run: ${lastLines(`${stdout}\n${stderr}`)}`);
  const { test_cases, complete } = v.parse(outcome, JSON.parse(readFileSync(report, 'utf8')));
  const problem = code === 0 && complete ? undefined : failuresIn(stdout);
  return { cases: test_cases.generated, problem };
}

/** What it says between the progress and the summary. */
function failuresIn(output: string): string {
  const [, failures = output] = /={5,} (?:FAILURES|ERRORS) ={5,}\n(.*?)\n={5,} /s.exec(output) ?? [];
  return failures.trim();
}

function enough(cases: number): Check {
  const problem = cases >= FEWEST_CASES ? undefined : `there were ${cases}`;
  return { name: `at least ${FEWEST_CASES} cases`, problem };
}

const access = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ method: v.string(), resource: v.string(), status: v.string() }),
);

/** How often each route answered with each status, by the access log of the gateway. */
function answersIn({ log }: TestStack): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { source, line } of log()) {
    if (source !== 'access') continue;
    const { method, resource, status } = v.parse(access, line);
    const name = `${method} ${resource || '(no route)'} ${status}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return new Map([...counts].toSorted(([one], [other]) => one.localeCompare(other)));
}
