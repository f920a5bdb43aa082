/** The text of an item must not control the terminal of an administrator who reads it. */
import { summaryOf } from '../../admin/policy/item-summary.ts';
import { printable } from '../../cli/printable.ts';

test('control characters, and those that turn the order of a text, are escaped', () => {
  expect(printable('a\u001b[2Jb\rc\u009bd\u202ee')).toBe('a\\u001b[2Jb\\u000dc\\u009bd\\u202ee');
  expect(printable('Zoë\t1\n2 \u{1f600}')).toBe('Zoë\t1\n2 \u{1f600}');
});

test('JSON says the same as before', () => {
  const value = { 'a\u202e': '\u009b\u001b\u2028' };
  expect(JSON.parse(printable(JSON.stringify(value)))).toEqual(value);
});

test('a description cannot write lines of its own into a list', () => {
  expect(summaryOf({ description: 'x\nANY /admin  closed' })).toBe('# x ANY /admin closed');
});
