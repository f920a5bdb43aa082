/** The text of an item must not control the terminal of an administrator who reads it. */
import { summaryOf } from '../../admin/policy/item-summary.ts';
import { printWalk } from '../../local/walk-report.ts';
import { printable } from '../../core/printable.ts';

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

test('an acr of another provider cannot control the terminal of the local run', () => {
  const lines: string[] = [];
  const time = 1_700_000_000;
  const idTokenClaims = { iss: 'https://id.example.com', sub: 'alice', aud: 'app', iat: time, exp: time };
  printWalk((line) => lines.push(line)).signedIn({
    accessToken: 'e30.e30.c2ln',
    idTokenClaims: { ...idTokenClaims, acr: 'gold\u001b[2J' },
  });
  expect(lines.join('\n')).toContain('acr=gold\\u001b[2J auth_time=none');
});
