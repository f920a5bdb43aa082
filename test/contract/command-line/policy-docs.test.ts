/** The examples of docs/policy.md and docs/cli.md, applied to the policies that the example's API starts with. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleRoutes } from '../../../lib/example/stack.ts';
import { policyWorld } from '../../support/admin/policy-world.ts';

const VOCABULARY = ['loa1', 'loa2', 'loa3'];

const examples = ['policy.md', 'cli.md'].flatMap((name) => {
  const text = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', name), 'utf8');
  return [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
});

const { apply, policy, seed, stored } = policyWorld();

function needsLoosen(yaml: string): boolean {
  return yaml.includes('# needs --loosen in the local run');
}

test('there are examples', () => {
  expect(examples.length).toBeGreaterThanOrEqual(8);
});

describe.each(examples.map((yaml) => [yaml]))('the example\n%s', (yaml) => {
  const file = yaml.replaceAll('urn:example:loa:', 'loa');

  beforeEach(() =>
    seed(
      Object.fromEntries(
        exampleRoutes(VOCABULARY).map(({ method, path, policy }) => [`${method} ${path}`, policy]),
      ),
    ),
  );

  test('is applied without a mistake, with the flag that it names', async () => {
    const before = await stored();
    const run = await apply(file, '--yes', ...(needsLoosen(yaml) ? ['--loosen'] : []));
    expect(run).toMatchObject({ code: 0, out: expect.stringContaining('Done: ') });
    expect(await stored()).not.toEqual(before);
    expect(await policy(['lint'])).toMatchObject({ code: 0 });
  });

  if (needsLoosen(yaml))
    test('needs that flag, since a rule with another condition is another rule', async () => {
      expect(await apply(file, '--yes')).toMatchObject({
        code: 2,
        err: expect.stringMatching(
          /: the rules with exactly the condition risk\.score >= 70 ask for less\nAdd --loosen/,
        ),
      });
    });
});
