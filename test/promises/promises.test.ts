/** Each promise of docs/security.md and docs/policy.md has a name, a test that carries it, and a patch that breaks it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documented, namesIn, ROOT } from './documented.ts';
import type { Section } from './documented.ts';
import { outdated, patched } from './patches.ts';

const { security, policy, names, rows } = documented();

const inTable = rows.map(({ promise }) => promise);

/** The lines of a section of docs/security.md that have to carry a name. */
const linesOf = (heading: string, isPromise: (line: string) => boolean) =>
  sectionIn(security, heading)
    .split('\n')
    .filter((line) => isPromise(line));

function sectionIn(sections: readonly Section[], heading: string): string {
  const found = sections.find((section) => section.heading === heading);
  if (found === undefined) throw new Error(`docs/security.md has no section "${heading}"`);
  return found.text;
}

const withoutName = (texts: readonly string[]) => texts.filter((text) => namesIn(text).length === 0);

/** A title ends with the name, in brackets. */
const isTitled = (text: string, promise: string) =>
  new RegExp(`^[^\\n]*['"\`][^\\n]*\\[${promise}\\]['"\`]`, 'm').test(text);

describe('in docs/security.md', () => {
  test('each bullet of "What is promised" carries a name', () => {
    const bullets = linesOf('What is promised', (line) => line.startsWith('- '));
    expect(bullets.length).toBeGreaterThan(4);
    expect(withoutName(bullets)).toEqual([]);
  });

  test('each row of "Bounds" carries a name', () => {
    const [, , ...bounds] = linesOf('Bounds', (line) => line.startsWith('|'));
    expect(bounds.length).toBeGreaterThan(3);
    expect(withoutName(bounds)).toEqual([]);
  });
});

/** Examples, each of which test/contract/command-line/policy-docs.test.ts applies. */
const WITHOUT_PROMISE = ['Cookbook'];

test('in docs/policy.md, each section carries a name', () => {
  const nameless = policy.filter(({ text }) => namesIn(text).length === 0).map(({ heading }) => heading);
  expect(nameless).toEqual(WITHOUT_PROMISE);
});

test('each name stands before the full stop of its promise, not between two sentences', () => {
  const texts = [...security, ...policy].map(({ text }) => text);
  expect(texts.flatMap((text) => text.match(/\S*[.;:,]\*{0,2} `\[[a-z0-9-]+\]`/g) ?? [])).toEqual([]);
});

describe('the table of docs/security.md', () => {
  test('has one row for each name in the documents, and no other', () => {
    expect(inTable.toSorted()).toEqual([...new Set(names)].toSorted());
  });

  test('names a file that has a test with the name in its title', () => {
    const missing = rows.filter(
      ({ promise, file }) =>
        !existsSync(join(ROOT, file)) || !isTitled(readFileSync(join(ROOT, file), 'utf8'), promise),
    );
    expect(missing).toEqual([]);
  });

  test('has a patch for each row, and each patch has a row', () => {
    expect(patched().toSorted()).toEqual(inTable.toSorted());
  });
});

test('each patch applies to the product as it is', () => {
  expect(outdated()).toEqual([]);
});
