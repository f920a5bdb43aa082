import * as v from 'valibot';
import { policyWorld } from '../../support/admin/policy-world.ts';

const partly = v.object({
  code: v.literal('policy_partly_applied'),
  facts: v.object({ done: v.array(v.string()), notDone: v.array(v.string()), because: v.string() }),
});

const { table, database, policy, apply, seed, stored } = policyWorld();

describe('a change that allows requests that were refused before', () => {
  const refused = async (args: readonly string[], why: string, input = '') => {
    const before = await stored();
    const run = await policy(args, { input });
    expect(run).toMatchObject({ code: 2, err: expect.stringContaining(why) });
    expect(await stored()).toEqual(before);
    expect(await policy([...args, '--loosen'], { input })).toMatchObject({ code: 0 });
    expect(await stored()).not.toEqual(before);
  };

  test('is refused when an item asks for less', async () => {
    await seed({ 'GET /a': { acr: 'loa2', maxAge: 60 } });
    await refused(['put', 'GET /a', '--acr', 'loa2', '--max-age', '61'], 'GET /a: maxAge asks for less');
  });

  test('is refused when deleting an item uncovers a weaker one, for any of the methods it covers', async () => {
    await seed({
      'ANY /a/b': { acr: 'loa2' },
      'ANY /a/*': { acr: 'loa3' },
      'PATCH /*': {},
      'PATCH /a/*': {},
    });
    await refused(['delete', 'ANY /a/b'], 'PATCH /a/* counts instead of ANY /a/b: acr asks for less');
  });

  test('is no such change when deleting an item uncovers a stronger one, or none', async () => {
    await seed({ 'GET /a/b': { acr: 'loa2' }, 'ANY /a/*': { acr: 'loa3' }, 'GET /z': { acr: 'loa2' } });
    expect(await policy(['delete', 'GET /a/b'])).toMatchObject({ code: 0 });
    expect(await policy(['delete', 'GET /z'])).toMatchObject({ code: 0 });
    expect(await stored()).toEqual({ 'ANY /a/*': { acr: 'loa3' } });
  });

  test('is refused when a new item shadows a stronger one', async () => {
    await seed({ 'ANY /a/*': { acr: 'loa3' } });
    await refused(
      ['put', 'GET /a/{id}', '--acr', 'loa2'],
      'GET /a/{id} counts instead of ANY /a/*: acr asks for less',
    );
  });

  test('is refused when a group asks for less, and is not when its routes ask for it themselves', async () => {
    await seed({
      'GROUP g': { acr: 'loa2' },
      'GET /a': { group: 'g' },
      'GET /b': { group: 'g', acr: 'loa3' },
    });
    const run = await policy(['put', 'GROUP g', '--acr', 'loa1']);
    expect(run.err).toContain('GET /a: acr asks for less');
    expect(run.err).not.toContain('GET /b: acr');
    await refused(['put', 'GROUP g', '--acr', 'loa1'], 'GROUP g: acr asks for less');
  });
});

describe('policy apply', () => {
  const FILE = '# all\n"ANY /*":\n  acr: loa2\nGET /new: {}\n';

  test('shows what would change, and changes nothing without a yes', async () => {
    await seed({ 'ANY /*': { acr: 'loa1' } });
    const run = await policy(['apply', '-'], { input: 'ANY /*: {acr: loa2}' });
    expect(run.out.split('\n')).toEqual(['~ ANY /*', '  - acr: loa1', '  + acr: loa2']);
    expect(run).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
    expect(await stored()).toEqual({ 'ANY /*': { acr: 'loa1' } });
    const asked = await policy(['apply', '-'], { input: 'ANY /*: {acr: loa2}', answer: true });
    expect(asked).toMatchObject({ code: 0, err: expect.stringContaining('Make 1 change in table') });
    expect(await stored()).toEqual({ 'ANY /*': { acr: 'loa2' } });
  });

  test('judges the file as a whole: what one item gives up, another may ask for', async () => {
    await seed({ 'GET /a': { acr: 'loa2' }, 'GET /b': { acr: 'loa3' } });
    const moved = 'GROUP g: {acr: loa2}\nGET /a: {group: g}\nGET /b: {acr: loa3}\n';
    expect(await apply(moved, '--yes')).toMatchObject({ code: 0, err: '' });
    expect(await apply('ANY /*: {acr: loa1}\nGET /new: {}', '--yes')).toMatchObject({ code: 0 });
    expect(await apply(FILE, '--yes', '--prune')).toMatchObject({ code: 2 });
  });

  test('leaves alone what the file does not have, unless it is to prune', async () => {
    await seed({ 'GET /old': { acr: 'loa1' } });
    await apply('GET /a: {acr: loa1}', '--yes');
    expect(Object.keys(await stored())).toHaveLength(2);
    expect(await apply('GET /a: {acr: loa1}', '--yes', '--prune')).toMatchObject({ code: 0 });
    expect(await stored()).toEqual({ 'GET /a': { acr: 'loa1' } });
  });

  test('writes nothing at all when one item has a mistake', async () => {
    const run = await apply('GET /a: {acr: loa1}\nGET /b: {maxage: 300}\n', '--yes');
    expect(run).toMatchObject({ code: 3, err: expect.stringContaining('GET /b: maxage: unknown field') });
    expect(await stored()).toEqual({});
  });

  test('interrupted half-way, has made what tightens, says what is done, and can be run again', async () => {
    const routes = Array.from({ length: 20 }, (_, index) => `GET /r${String(index).padStart(2, '0')}`);
    const file = routes.map((route, index) => `${route}: {acr: ${index < 10 ? 'loa1' : 'loa3'}}`).join('\n');
    await seed(Object.fromEntries(routes.map((route) => [route, { acr: 'loa2' }])));
    const interruption = new AbortController();
    const flags = ['--yes', '--loosen', '--json'];
    // The time is asked once to judge the changes, then for each item that is written: Ctrl-C comes with the ninth.
    let writes = -1;
    const now = () => {
      writes += 1;
      if (writes === 9) interruption.abort();
      return 1;
    };
    const run = await policy(['apply', '-', ...flags], {
      input: file,
      interrupted: interruption.signal,
      now,
    });
    const { done, notDone, because } = v.parse(partly, JSON.parse(run.out)).facts;
    expect(run.code).toBe(1);
    expect(because).toBe('interrupted');
    expect([...done, ...notDone].toSorted()).toEqual(routes);
    expect(done.toSorted()).toEqual(routes.slice(10));
    const items = await stored();
    for (const route of routes) expect(items[route]).toEqual({ acr: done.includes(route) ? 'loa3' : 'loa2' });
    expect(await policy(['apply', '-', ...flags], { input: file })).toMatchObject({ code: 0 });
    expect(await policy(['diff', '-'], { input: file })).toEqual({ code: 0, out: '', err: '' });
  });

  test('stops at an item that was changed since the difference was shown, and says whose change it was', async () => {
    await seed({ 'GET /a': { acr: 'loa1' } });
    const written: Promise<void>[] = [];
    const run = await policy(['apply', '-'], {
      input: 'GET /a: {acr: loa2}',
      answer: true,
      onLine: (line) => {
        if (line.startsWith('Make'))
          written.push(database().put(table(), { route: 'GET /a', acr: 'loa3', updatedBy: 'bob' }));
      },
    });
    await Promise.all(written);
    expect(run).toMatchObject({
      code: 1,
      err: expect.stringMatching(/conflict: GET \/a was changed.*\n[\s\S]*not done {2}GET \/a/),
    });
    expect(await stored()).toEqual({ 'GET /a': { acr: 'loa3' } });
  });
});
