import { expect, test } from 'vitest';
import { formatTicks, formatValue } from '../../../lib/panels/render/chart-numbers.ts';
import { chooseLineStyle } from '../../../lib/panels/render/line-style.ts';

test('the ticks of an axis are all in one unit', () => {
  expect(formatTicks([0, 60, 120], 'seconds')).toEqual(['0 s', '60 s', '120 s']);
  expect(formatTicks([0, 120, 240], 'seconds')).toEqual(['0 min', '2 min', '4 min']);
  expect(formatTicks([0, 0.05, 1500], 'per minute')).toEqual(['0', '0.05', '1,500']);
});

test('a missing value is a dash, and not a zero', () => {
  expect([undefined, null, 0].map(value => formatValue(value, 'seconds'))).toEqual([
    '–',
    '–',
    '0 s',
  ]);
});

test('red lines of several jobs differ by their dashes', () => {
  const series = { label: '', variant: 1, colour: 'red', values: [] } as const;
  const statistics = { last: 1, mean: 1, max: 1, total: 1 };
  const styles = [0, 1, 2, 3].map(jobIndex =>
    chooseLineStyle({ ...series, statistics, job: '', jobIndex }),
  );
  expect(new Set(styles.map(String)).size).toBe(4);
});
