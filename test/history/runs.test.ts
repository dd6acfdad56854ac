import { describe, expect, it } from 'vitest';
import { minuteEnding } from '../../lib/history/runs.ts';
import { inMinutes, makeSource, readFacts, showRuns } from './facts.ts';
import { makeSeries, makeUp, start } from './raw-series.ts';

const up = makeUp('1x60');
const runs = (status: string, values: string) =>
  makeSeries(`job_execution_total{job_name="a",status="${status}"}`, values);

it('a moment belongs to the minute that ends at or after it', () => {
  expect([0, 1, 60, 60.001].map(seconds => minuteEnding(start + seconds) - start)).toEqual([
    0, 60, 60, 120,
  ]);
});

describe('the runs of a minute', () => {
  it('are counted by what they came to', () => {
    const series = [
      runs('success', '1x9 3x10'),
      runs('failed', '1x9 2x10'),
      runs('skipped', '1x9 2x10'),
      runs('partial', '1x19 2x5'),
    ];
    expect(showRuns(readFacts([up, ...series]))).toEqual([
      '10: 2/1, 1 skipped',
      '20: 0/0, 1 other',
    ]);
  });

  it('know on which targets they ended, so that a retry is told from another worker', () => {
    const series = ['app:1', 'app:2'].map((instance, index) =>
      makeSeries(
        `job_execution_total{job_name="a",status="${index === 0 ? 'failed' : 'success'}",instance="${instance}"}`,
        '1x9 2x10',
      ),
    );
    const [run] = readFacts([up, makeUp('1x60', 'up{instance="app:2"}'), ...series]).runs;
    expect(run).toMatchObject({ succeeded: 1, failed: 1 });
    expect((run?.failedOn ?? 0) & (run?.succeededOn ?? 0)).toBe(0);
  });

  it.each([
    ['failed', 'runs: { success: { counter: good_total }, total: { counter: all_total } }'],
    ['succeeded', 'runs: { failed: { counter: bad_total }, total: { counter: all_total } }'],
  ])('that %s are what a total has beyond the others', (outcome, parts) => {
    const source = makeSource(`{ ${parts}, lastSuccess: false, duration: false, job: job_name }`);
    const other = outcome === 'failed' ? 'good_total' : 'bad_total';
    const series = [
      up,
      makeSeries(`${other}{job_name="a"}`, '1x9 2x10'),
      makeSeries('all_total{job_name="a"}', '1x9 4x10'),
    ];
    const expected = outcome === 'failed' ? '10: 1/2' : '10: 2/1';
    expect(showRuns(readFacts(series, source))).toEqual([expected]);
  });

  it('are none where the status says that none has ended', () => {
    const source = makeSource(
      '{ preset: jobs, runs: { counter: job_execution_total, status: status, success: [ok], failed: [bad], ignored: [started] } }',
    );
    const series = [up, runs('started', '1+1x30'), runs('ok', '1x9 2x10')];
    expect(showRuns(readFacts(series, source))).toEqual(['10: 1/0']);
  });
});

describe('a success is known', () => {
  const stamp = (values: string) =>
    makeSeries('job_last_success_timestamp_seconds{job_name="a"}', values);
  const successes = (...series: Parameters<typeof readFacts>[0]) =>
    readFacts([up, ...series]).successes.map(({ at, time }) => [inMinutes(at), inMinutes(time)]);

  it('by the growth of the success counter where there is no stamp', () => {
    expect(successes(runs('success', '1x9 2x10'))).toEqual([[10, 10]]);
  });

  it('by each growth where one follows another', () => {
    expect(successes(runs('success', '1x9 2 3 4x10'))).toEqual([
      [10, 10],
      [11, 11],
      [12, 12],
    ]);
  });

  it('by a skipped run, as the job is alive', () => {
    expect(successes(runs('skipped', '1x9 2x10'))).toEqual([[10, 10]]);
  });

  it('by the stamp where both tell of it, as that is exact', () => {
    const exact = stamp(`${start - 60}x9 ${start + 570}x10`);
    expect(successes(runs('success', '1x9 2x10'), exact)).toEqual([
      [0, -1],
      [10, 9.5],
    ]);
  });

  it('by the counter where the stamp stands still', () => {
    const stuck = stamp(`${start - 60}x30`);
    expect(successes(runs('success', '1x9 2x9 3x9'), stuck)).toEqual([
      [0, -1],
      [10, 10],
      [20, 20],
    ]);
  });

  it.each([
    ['is not a number', 'NaN'],
    ['is 0', '0'],
    ['is negative', '-5'],
    ['is in milliseconds', String(start * 1000)],
    ['is in a zone that is ahead', String(start + 2 * 3600)],
  ])('but not by a stamp that %s', (_, value) => {
    expect(successes(stamp(`${value}x20`))).toEqual([]);
  });

  it('by a stamp that is ahead by no more than clocks differ', () => {
    expect(successes(stamp(`${start + 240}x20`))).toEqual([[0, 4]]);
  });

  it('by the newest stamp of all instances, and by no older one that comes later', () => {
    const other = makeSeries(
      'job_last_success_timestamp_seconds{job_name="a",instance="app:2"}',
      `_x5 ${start - 900}x20`,
    );
    expect(successes(stamp(`${start - 60}x20`), other)).toEqual([[0, -1]]);
  });
});
