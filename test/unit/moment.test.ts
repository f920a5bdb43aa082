import { requireMoment, timeText } from '../../admin/moment.ts';

const NOW = 1_780_000_000;

test.each([
  ['2026-12-01T06:00:00Z', 1_796_104_800],
  ['1796104800', 1_796_104_800],
  ['now', NOW],
  ['now-5m', NOW - 300],
  ['now+1h', NOW + 3_600],
])('the command line takes the time %s', (text, seconds) => {
  expect(requireMoment('--at', text, NOW)).toBe(seconds);
});

test.each(['2026-02-31T00:00:00Z', '2026-12-01T24:00:00Z', '2026-12-01', 'yesterday', '-5'])(
  'the command line takes %s for no time, rather than for another',
  (text) => {
    expect(() => requireMoment('--before', text, NOW)).toThrow(/^--before: .* is no time: write seconds/);
  },
);

test('shows a time as it may be written', () => {
  expect(timeText(1_796_104_800)).toBe('2026-12-01T06:00:00Z');
});
