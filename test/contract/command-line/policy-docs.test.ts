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

test('there are examples', () => {
  expect(examples.length).toBeGreaterThanOrEqual(8);
});

test.each(examples.map((yaml) => [yaml]))(
  'the example is applied without loosening and without a mistake:\n%s',
  async (yaml) => {
    // The examples leave out the rule that the local run starts with, and the reference says so.
    const started = exampleRoutes(VOCABULARY).map(
      ({ method, path, policy }) => [`${method} ${path}`, { ...policy, rules: undefined }] as const,
    );
    await seed(Object.fromEntries(started));
    const before = await stored();
    const file = yaml.replaceAll('urn:example:loa:', 'loa');
    const run = await apply(file, '--yes');
    expect(run).toMatchObject({ code: 0, out: expect.stringContaining('Done: ') });
    expect(await stored()).not.toEqual(before);
    expect(await policy(['lint'])).toMatchObject({ code: 0 });
  },
);
