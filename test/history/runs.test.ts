import { describe, expect, it } from 'vitest';
import { minuteEnding } from '../../lib/history/runs.ts';
import { makeSource, readFacts, showRuns } from './facts.ts';
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
  it('are counted by outcome', () => {
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

  it('include the targets on which they ended, so that a retry differs from another worker', () => {
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
  ])('that %s are the rest of a total without the others', (outcome, parts) => {
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

  it('do not count skipped runs as failed if failures are inferred from a total', () => {
    const parts =
      'runs: { success: { counter: good_total }, skipped: { counter: idle_total }, total: { counter: all_total } }';
    const source = makeSource(`{ ${parts}, lastSuccess: false, duration: false, job: job_name }`);
    const series = ['good_total', 'idle_total', 'all_total'].map((name, index) =>
      makeSeries(`${name}{job_name="a"}`, `1x9 ${[2, 3, 5][index]}x10`),
    );
    expect(showRuns(readFacts([up, ...series], source))).toEqual(['10: 1/1, 2 skipped']);
  });

  it('come from each counter if there is a total as well as both counters', () => {
    const parts =
      'runs: { success: { counter: good_total }, failed: { counter: bad_total }, total: { counter: all_total } }';
    const source = makeSource(`{ ${parts}, lastSuccess: false, duration: false, job: job_name }`);
    const series = ['good_total', 'bad_total', 'all_total'].map((name, index) =>
      makeSeries(`${name}{job_name="a"}`, `1x9 ${2 + index}x10 ${index < 2 ? 2 + index : 9}x10`),
    );
    expect(showRuns(readFacts([up, ...series], source))).toEqual(['10: 1/2']);
  });

  it('are on the targets that only a total shows', () => {
    const onTargets = (parts: string, ...names: readonly string[]) => {
      const source = makeSource(`{ ${parts}, lastSuccess: false, duration: false, job: job_name }`);
      const series = names.map((name, index) =>
        makeSeries(`${name}{job_name="a"}`, `1x9 ${3 - index}x10`),
      );
      return readFacts([up, ...series], source).runs[0];
    };
    const bad = onTargets(
      'runs: { success: { counter: good_total }, total: { counter: all_total } }',
      'all_total',
      'good_total',
    );
    expect(bad).toMatchObject({ succeeded: 1, failed: 1 });
    expect(bad?.failedOn).toBe(bad?.succeededOn);
    expect(bad?.failedOn).not.toBe(0);
    const good = onTargets(
      'runs: { failed: { counter: bad_total }, total: { counter: all_total } }',
      'all_total',
      'bad_total',
    );
    expect(good).toMatchObject({ succeeded: 1, failed: 1 });
    expect(good?.succeededOn).toBe(good?.failedOn);
  });

  it('are placed by when they ended, whichever series shows them', () => {
    const series = [runs('success', '1x19 2x10'), runs('failed', '1x9 2x20')];
    expect(showRuns(readFacts([up, ...series]))).toEqual(['10: 0/1', '20: 1/0']);
  });

  it.each([
    ['have a bit of its own for each target', 30, 30],
    ['have a bit of a hash if there are more targets than bits', 31, 15],
  ])('%s', (_, targets, least) => {
    const series = Array.from({ length: targets }, (_, index) => {
      const labels = `job_name="a",status="success",instance="10.0.0.${index}:8080"`;
      return makeSeries(`job_execution_total{${labels}}`, `1x${9 + index} 2x10`);
    });
    const bits = readFacts([up, ...series]).runs.map(run => run.succeededOn);
    expect(bits).toHaveLength(targets);
    expect(new Set(bits).size).toBeGreaterThanOrEqual(least);
    expect(bits.every(bit => bit > 0 && (bit & (bit - 1)) === 0)).toBe(true);
  });

  it('are empty if the status says that none has ended', () => {
    const source = makeSource(
      '{ preset: jobs, runs: { counter: job_execution_total, status: status, success: [ok], failed: [bad], ignored: [started] } }',
    );
    const series = [up, runs('started', '1+1x30'), runs('ok', '1x9 2x10')];
    expect(showRuns(readFacts(series, source))).toEqual(['10: 1/0']);
  });
});

describe('the items of a minute', () => {
  it('are counted by outcome', () => {
    const items = (status: string, values: string) =>
      makeSeries(`job_items_processed_total{job_name="a",status="${status}"}`, values);
    const series = [
      items('success', '1x9 6x10'),
      items('failed', '1x9 3x10'),
      items('skipped', '1x9 4x10'),
    ];
    const at = start + 600;
    expect(readFacts([up, ...series]).items).toEqual([{ at, succeeded: 5, failed: 2, skipped: 3 }]);
  });

  it('that failed are the rest of a total without those that succeeded', () => {
    const source = makeSource(
      '{ preset: jobs, items: { success: { counter: ok_total }, total: { counter: all_total } } }',
    );
    const series = ['ok_total', 'all_total'].map((name, index) =>
      makeSeries(`${name}{job_name="a"}`, `1x9 ${4 + 2 * index}x10`),
    );
    expect(readFacts([up, ...series], source).items).toMatchObject([{ succeeded: 3, failed: 2 }]);
  });
});
