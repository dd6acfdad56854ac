import { expect, it } from 'vitest';
import { inMinutes, readFacts } from './facts.ts';
import { makeSeries, makeUp } from './raw-series.ts';

const queue = (values: string, labels = '') =>
  makeSeries(`job_queue_size{job_name="a"${labels}}`, values);

const follow = (...series: Parameters<typeof readFacts>[0]) =>
  readFacts(series)
    .queue.map(({ at, size }) => `${inMinutes(at)}: ${size ?? 'unknown'}`)
    .join(', ');

it.each([
  ['is noted whenever it changes', '1x60', '5x9 7x20', '0: 5, 10: 7, 35: 0'],
  ['is empty once its row is gone while its target answers', '1x60', '5x9', '0: 5, 14: 0'],
  ['is unknown once its target is gone as well', '1x9', '5x9', '0: 5, 14: unknown'],
  ['is unknown once its target is down', '1x9 0x50', '5x9', '0: 5, 14: unknown'],
  [
    'stays what it was while a row is missing for a moment',
    '1x60',
    '5x9 _x3 5x60',
    '0: 5, 78: unknown',
  ],
  ['is not known by a value that is not a number', '1x60', 'NaNx60', '0: unknown'],
])('the queue’s size %s', (_, up, values, expected) => {
  expect(follow(makeUp(up), queue(values))).toBe(expected);
});

it.each([
  ['for two and a half of its scrape intervals if that is longer', 200, '0: 5, 39: 0'],
  ['for five minutes if that is longer', 100, '0: 5, 20: 0'],
])('the queue’s size is known without a row %s', (_, seconds, expected) => {
  const series = makeSeries('job_queue_size{job_name="a"}', '5x9', seconds);
  expect(follow(makeUp('1x90'), series)).toBe(expected);
});

it('the queue’s size is not known from a row that another instance only has later', () => {
  const other = queue('_x20 9x40', ',instance="app:2"');
  const up = [makeUp('1x60'), makeUp('1x60', 'up{instance="app:2"}')];
  expect(follow(...up, queue('NaNx60'), other)).toBe('0: unknown, 20: 9, 65: unknown');
});

it('the queue’s size is the largest that any instance reports', () => {
  const other = queue('9x20', ',instance="app:2"');
  expect(follow(makeUp('1x60'), queue('5x40'), other)).toBe('0: 9, 25: 5, 45: 0');
});
