import { describe, expect, test } from 'vitest';
import { allAlarms } from '../../lib/alarms/all-alarms.ts';
import { exampleValues } from '../../lib/alarms/example-values.ts';
import { beginAlarms, findReachMinutes } from '../../lib/alarms/job-alarms.ts';
import { combineAlarms } from '../../lib/alarms/verdict.ts';
import { createConfig } from '../cdk/config.ts';

const plan = (text: string) => allAlarms(createConfig(`alarms: job\n${text}`), 'eu-west-1');

test('a service has two alarms on itself, two on unlisted jobs, and two per job', () => {
  const plans = plan('jobs: { a: { interval: 5m }, "b/c": { interval: 1h } }');
  expect(plans.map(({ name }) => name)).toEqual([
    'clipper/NotReporting',
    'clipper/SourceUnreachable',
    'clipper/UnlistedJobs',
    'clipper/UnlistedCritical',
    'clipper/a/warning',
    'clipper/a/critical',
    'clipper/b/c/warning',
    'clipper/b/c/critical',
  ]);
  expect(new Set(plans.map(({ id }) => id)).size).toBe(plans.length);
});

test('a job whose checks have no critical alert has no critical alarm, and one without checks has no alarms', () => {
  const off = 'failures: false, staleness: false, duration: false, queue: false';
  const names = plan(
    `jobs: { a: { interval: 5m, ${off} }, b: { interval: 5m, ${off}, items: false } }`,
  ).map(({ name }) => name);
  expect(names.filter(name => /\/[ab]\//.test(name))).toEqual(['clipper/a/warning']);
});

test('the alarms of a job that is paused permanently notify nobody', () => {
  const paused = plan('jobs: { a: { interval: 5m, paused: true } }').filter(
    ({ job }) => job === 'a',
  );
  expect(paused.map(({ actionsEnabled }) => actionsEnabled)).toEqual([false, false]);
});

test('every description fits, says what may be wrong, and leads to runbook and dashboard', () => {
  const long = 'x'.repeat(200);
  for (const { description, job } of plan(`jobs: { ${long}: { interval: 5m } }`)) {
    expect(description.length).toBeLessThanOrEqual(1024);
    expect(description).toContain('Runbook: ');
    if (job !== undefined) expect(description).toMatch(/ has failed in more than \d+ %.*; or /);
  }
});

test('an example has the values of a verdict', () => {
  const plans = plan('jobs: { a: { interval: 5m } }').filter(({ metric }) => metric === 'Verdict');
  expect(plans.map(exampleValues)).toEqual([[1], [2]]);
});

describe('the verdict of a job’s alarms', () => {
  const [job] = createConfig('jobs: { a: { interval: 5m } }').fleet.jobs;
  if (job === undefined) throw new RangeError('there is a job');
  const turnOn = (...alerts: readonly string[]) =>
    beginAlarms(job).map(alarm => ({
      ...alarm,
      state: alerts.includes(alarm.spec.alert) ? ('ALARM' as const) : ('OK' as const),
    }));

  test('is the highest severity of those that are on, with their names', () => {
    const both = ['BackgroundJobHighDuration', 'BackgroundJobCriticalQueueSize'];
    expect(combineAlarms('a', turnOn(...both))).toEqual({ job: 'a', verdict: 2, alerts: both });
    expect(combineAlarms('a', turnOn('BackgroundJobFailing')).verdict).toBe(1);
    expect(combineAlarms('a', turnOn())).toEqual({ job: 'a', verdict: 0, alerts: [] });
  });

  test('looks back over the longest hold time and the minutes that CloudWatch adds', () => {
    expect(findReachMinutes([job])).toBe(17);
  });
});
