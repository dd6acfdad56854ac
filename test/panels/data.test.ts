import { expect, test } from 'vitest';
import type { MetricName } from '../../lib/model/measurement.ts';
import type { PanelData } from '../../lib/panels/data.ts';
import { exampleData, six } from './examples.ts';

function jobsIn(data: PanelData) {
  if (!('jobs' in data)) throw new Error('no jobs');
  return data.jobs;
}

/** The level of panel 6, 8 or a column of 10 for a job with these settings and values. */
function findLevel(
  panel: 6 | 8 | 10,
  settings: string,
  values: Partial<Record<MetricName, number>>,
  column = 0,
) {
  const data = exampleData(panel, { jobs: `a: { ${settings} }`, measured: { a: values } });
  return jobsIn(data)[0]?.cells[column]?.level;
}

const minutes = (count: number) => ({ SecondsSinceSuccess: count * 60 });

test('a job with the default limits is yellow above 120 min and red above 360, as the original', () => {
  expect(findLevel(6, 'interval: 5m', minutes(120))).toBe('good');
  expect(findLevel(6, 'interval: 5m', minutes(121))).toBe('warning');
  expect(findLevel(6, 'interval: 5m', minutes(360))).toBe('warning');
  expect(findLevel(6, 'interval: 5m', minutes(361))).toBe('critical');
});

test('a job that runs every 6 h is green after 9 h and red only above its critical limit', () => {
  expect(findLevel(6, 'interval: 6h', minutes(540))).toBe('good');
  expect(findLevel(6, 'interval: 6h', minutes(541))).toBe('warning');
  expect(findLevel(6, 'interval: 6h', minutes(24 * 60 + 1))).toBe('critical');
});

test('failures are yellow above 5 % and red above 20 %, or by the job’s own limits', () => {
  expect(findLevel(8, 'interval: 5m', { FailureRatePercent: 5 })).toBe('good');
  expect(findLevel(8, 'interval: 5m', { FailureRatePercent: 5.1 })).toBe('warning');
  expect(findLevel(8, 'interval: 5m', { FailureRatePercent: 20.1 })).toBe('critical');
  const own = 'interval: 5m, failures: { warning: 30, critical: 60 }';
  expect(findLevel(8, own, { FailureRatePercent: 30 })).toBe('good');
  expect(findLevel(8, own, { FailureRatePercent: 60 })).toBe('warning');
  expect(findLevel(8, own, { FailureRatePercent: 60.1 })).toBe('critical');
});

test('the table’s durations are yellow and red exactly if their alerts are raised', () => {
  expect(findLevel(10, 'interval: 5m', { DurationP95Seconds: 300 }, 2)).toBe('good');
  expect(findLevel(10, 'interval: 5m', { DurationP95Seconds: 301 }, 2)).toBe('warning');
  expect(findLevel(10, 'interval: 5m', { DurationP95Seconds: 601 }, 2)).toBe('critical');
  const own = 'interval: 6h, duration: { warning: 15m, critical: 30m }';
  expect(findLevel(10, own, { DurationP95Seconds: 890 }, 2)).toBe('good');
});

test('a slow job’s rare successes are green, and its only failure is visible', () => {
  expect(findLevel(10, 'interval: 6h', { SuccessesPerMinute: 0.0022 }, 0)).toBe('good');
  const failed = { FailuresPerMinute: 0.0011, FailureRatePercent: 50 };
  expect(findLevel(10, 'interval: 6h', failed, 1)).toBe('critical');
});

test('a window without success is as bad as the job, and dark red for a critical alert only', () => {
  const level = (values: Partial<Record<MetricName, number>>) =>
    findLevel(10, 'interval: 5m', { SuccessesPerMinute: 0, ...values }, 0);
  expect(level({})).toBe('none');
  expect(level({ FailureRatePercent: 10 })).toBe('warning');
  expect(level(minutes(121))).toBe('warning');
  expect(level({ FailureRatePercent: 30 })).toBe('critical');
  expect(level({ FailureRatePercent: 100 })).toBe('worst');
  expect(level(minutes(1441))).toBe('worst');
});

test('a job that never succeeded is not green, whatever its age', () => {
  const example = (seconds: number) =>
    exampleData(6, {
      jobs: 'a: { interval: 1h }',
      measured: { a: { SecondsSinceSuccess: seconds } },
      success: { a: { kind: 'never', watchedSeconds: seconds, nextDue: undefined } },
    });
  expect(jobsIn(example(720))[0]?.cells[0]?.level).toBe('none');
  expect(jobsIn(example(7300))[0]?.cells[0]?.level).toBe('warning');
});

test('a scheduled job is judged by how late it is, not by the age of its success', () => {
  const levels = [0, 7200, 7260, 21_660].map(SecondsOverdue => {
    const data = exampleData(6, {
      jobs: 'a: { schedule: "0 2 * * *" }',
      measured: { a: { SecondsOverdue } },
      success: { a: { kind: 'succeeded', ageSeconds: 200_000, nextDue: undefined } },
    });
    return jobsIn(data)[0]?.cells[0]?.level;
  });
  expect(levels).toEqual(['good', 'good', 'warning', 'critical']);
});

test('totals add up over the jobs, and name those that fail', () => {
  expect(exampleData(1, six)).toMatchObject({
    successesPerMinute: { value: 0.3, level: 'good' },
    failuresPerMinute: { value: 0.05, level: 'good' },
    failing: [{ name: 'clip_sync', perMinute: 0.05 }],
  });
});

test('totals without data are not 0', () => {
  const data = exampleData(1, { jobs: 'a: { interval: 5m }', measured: {} });
  expect(data).toMatchObject({ successesPerMinute: undefined, failuresPerMinute: undefined });
});

test('all failures together are yellow above 0.1 and red above 1 per minute', () => {
  const levels = [0.1, 0.11, 1, 1.01].map(FailuresPerMinute => {
    const data = exampleData(1, {
      jobs: 'a: { interval: 5m }',
      measured: { a: { FailuresPerMinute } },
    });
    return data.kind === 'totals' ? data.failuresPerMinute?.level : undefined;
  });
  expect(levels).toEqual(['good', 'warning', 'warning', 'critical']);
});

test('the worst job comes first, then jobs that cannot be judged, then healthy ones', () => {
  const jobs = jobsIn(exampleData(6, six));
  expect(jobs.map(({ name, tags }) => [name, ...tags])).toEqual([
    ['clip_sync'],
    ['reputation_tasks', 'paused'],
    ['backup'],
    ['new <job>', 'unlisted'],
    ['newcomer'],
    ['weekly_report'],
  ]);
  expect(jobs[1]?.cells).toEqual([undefined]);
});

test('an unlisted job is judged by the limits of its measurement', () => {
  const limits = { BackgroundJobNotRunning: 10_000, BackgroundJobCriticallyStale: 16_000 };
  const measured = { b: { SecondsSinceSuccess: 9000 } };
  const data = exampleData(6, { jobs: 'a: { interval: 5m }', measured, limits: { b: limits } });
  const b = jobsIn(data).find(({ name }) => name === 'b');
  expect(b?.cells).toEqual([{ value: 9000, level: 'good' }]);
});
