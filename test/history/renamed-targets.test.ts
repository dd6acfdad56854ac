import { expect, it } from 'vitest';
import { findRenamed } from '../../lib/history/renamed-targets.ts';
import { createJob } from '../../lib/history/store.ts';
import { inMinutes, readSeries } from './facts.ts';
import { makeSeries, makeUp } from './raw-series.ts';

type Counts = Readonly<{ success?: string; failed?: string; seconds?: string }>;

/** The targets `app:1`, `app:2` and so on, each with its counters. */
function find(...targets: readonly Counts[]): string[] {
  const series = targets.flatMap(({ success, failed, seconds }, index) => {
    const instance = `instance="app:${index + 1}"`;
    const count = (values: string | undefined, status: string) =>
      values === undefined
        ? []
        : [makeSeries(`job_execution_total{job_name="a",${instance},status="${status}"}`, values)];
    const sum =
      seconds === undefined
        ? []
        : [makeSeries(`job_execution_duration_seconds_sum{job_name="a",${instance}}`, seconds)];
    return [
      makeUp('1x60', `up{${instance}}`),
      ...count(success, 'success'),
      ...count(failed, 'failed'),
      ...sum,
    ];
  });
  const job = readSeries(series).store.jobs.get('a') ?? createJob('a');
  return [...findRenamed(job)].map(([target, { from, at }]) => {
    const [, to] = JSON.parse(target);
    const [, old] = JSON.parse(from);
    return `${to} was ${old} until ${inMinutes(at)}`;
  });
}

it('a target goes on under a new name if all its counters do', () => {
  expect(
    find({ success: '4x30', failed: '2x30' }, { success: '_x31 4x9', failed: '_x31 2x9' }),
  ).toEqual(['app:2 was app:1 until 31']);
  expect(
    find({ success: '4x30', failed: '2x30' }, { success: '_x31 5x9', failed: '_x31 5x9' }),
  ).toEqual(['app:2 was app:1 until 31']);
});

it.each([
  ['has a lower counter', { success: '_x31 3x9', failed: '_x31 2x9' }],
  ['has a much higher counter', { success: '_x31 4x9', failed: '_x31 6x9' }],
  ['lacks a counter', { success: '_x31 4x9' }],
  ['was there before the other ended', { success: '_x30 4x9', failed: '_x30 2x9' }],
  ['came three scrapes after the other ended', { success: '_x33 4x9', failed: '_x33 2x9' }],
])('a target is another process if it %s', (_, after) => {
  expect(find({ success: '4x30', failed: '2x30' }, after)).toEqual([]);
});

it('a target may miss one scrape when its name changes', () => {
  expect(find({ success: '4x30' }, { success: '_x32 4x9' })).toEqual(['app:2 was app:1 until 32']);
});

it('a target goes on from a name with at least three runs', () => {
  expect(find({ success: '3x30' }, { success: '_x31 3x9' })).toEqual(['app:2 was app:1 until 31']);
  expect(find({ success: '2x30' }, { success: '_x31 2x9' })).toEqual([]);
});

it('a target goes on from the name that fits, and from the last of several', () => {
  const [other, old, last] = [{ success: '9x29' }, { success: '4x30' }, { success: '_x5 4x25' }];
  const renamed = { success: '_x31 4x9' };
  expect(find(other, old, renamed)).toEqual(['app:3 was app:2 until 31']);
  expect(find(old, other, renamed)).toEqual(['app:3 was app:1 until 31']);
  expect(find({ success: '4x29' }, last, renamed)).toEqual(['app:3 was app:2 until 31']);
  expect(find(last, { success: '4x29' }, renamed)).toEqual(['app:3 was app:1 until 31']);
});

it('a target goes on under several names in turn', () => {
  expect(find({ success: '4x9' }, { success: '_x10 5x9' }, { success: '_x20 5x9' })).toEqual([
    'app:2 was app:1 until 10',
    'app:3 was app:2 until 20',
  ]);
});

it('a counter that ends or begins in the middle of its target’s life counts as none there', () => {
  const success = { success: '4x30', failed: '2x9' };
  expect(find(success, { success: '_x31 4x9' })).toEqual(['app:2 was app:1 until 31']);
  expect(find(success, { success: '_x31 4x9', failed: '_x35 9x5' })).toEqual([
    'app:2 was app:1 until 31',
  ]);
});

it('only the counters of runs decide', () => {
  const before = { success: '4x30', seconds: '100x30' };
  expect(find(before, { success: '_x31 4x9', seconds: '_x31 0x9' })).toEqual([
    'app:2 was app:1 until 31',
  ]);
});

it('a job with one target has no other name', () => {
  expect(find({ success: '4x9 _x3 4x9' })).toEqual([]);
});
