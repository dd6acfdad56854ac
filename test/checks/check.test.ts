import { describe, expect, test } from 'vitest';
import { alarmsOf } from '../../lib/checks/check.ts';
import { alertNamed, checks } from '../../lib/checks/index.ts';
import { type AlertName, alertNames } from '../../lib/model/job.ts';
import { metricNames } from '../../lib/model/measurement.ts';
import { fleetOf } from './fleet.ts';

/** Which alerts the only job of a fleet has. */
function alertsOf(job: string): AlertName[] {
  return fleetOf(job).jobs.flatMap(job =>
    checks.flatMap(check => alarmsOf(check, job)).map(({ alert }) => alert),
  );
}

const staleness = ['BackgroundJobNotRunning', 'BackgroundJobCriticallyStale'];
const queues = ['BackgroundJobQueueGrowing', 'BackgroundJobCriticalQueueSize'];

describe('the alerts of a job', () => {
  test('are all nine', () => {
    expect(alertsOf('a: { interval: 1m }').toSorted()).toEqual(alertNames.toSorted());
  });

  test.each([
    ['has no queue', 'a: { interval: 1m, queue: false }', queues],
    ['has no items', 'a: { interval: 1m, items: false }', ['BackgroundJobHighItemFailureRate']],
  ])('are fewer where it %s', (_, job, missing) => {
    expect(alertsOf(job).toSorted()).toEqual(
      alertNames.filter(name => !missing.includes(name)).toSorted(),
    );
  });

  test('are those of staleness and the queue where no window is long enough', () => {
    expect(alertsOf('a: { interval: 7d }')).toEqual([...staleness, ...queues]);
  });

  test.each([
    ['failures: { window: 3d }', 'BackgroundJobFailing'],
    ['failures: { criticalWindow: 3d }', 'BackgroundJobCriticalFailureRate'],
    ['items: { window: 3d }', 'BackgroundJobHighItemFailureRate'],
  ])('have one more where it sets %s', (window, alert) => {
    const alerts = alertsOf(`a: { interval: 7d, queue: false, ${window} }`);
    expect(alerts).toEqual(expect.arrayContaining([...staleness, alert]));
    expect(alerts).toHaveLength(3);
  });

  test('have both of the duration where it sets its window', () => {
    expect(alertsOf('a: { interval: 7d, queue: false, duration: { window: 3d } }')).toEqual([
      ...staleness,
      'BackgroundJobHighDuration',
      'BackgroundJobCriticalDuration',
    ]);
  });
});

test('an alarm has the limit and the hold of its job', () => {
  const job = 'a: { interval: 1m, failures: { warning: 12, hold: 7m } }';
  const [failing] = fleetOf(job)
    .jobs.flatMap(job => checks.flatMap(check => alarmsOf(check, job)))
    .filter(({ alert }) => alert === 'BackgroundJobFailing');
  expect(failing).toEqual({
    alert: 'BackgroundJobFailing',
    job: 'a',
    severity: 'warning',
    metric: 'FailureRatePercent',
    comparison: 'GreaterThanThreshold',
    threshold: 12,
    periodSeconds: 60,
    evaluationPeriods: 7,
    datapointsToAlarm: 7,
    treatMissingData: 'ignore',
  });
});

test('every alert is found by its name, and none by another', () => {
  expect(alertNames.map(name => alertNamed(name).name)).toEqual(alertNames);
  expect(() => alertNamed('Nothing' as AlertName)).toThrow(
    new RangeError('no check defines the alert Nothing'),
  );
});

test('every metric is defined by one check', () => {
  const defined = checks.flatMap(({ metrics }) => metrics.map(({ name }) => name));
  expect(defined.toSorted()).toEqual(metricNames.toSorted());
});

test('the checks and their alerts are told in these words', async () => {
  const fleet = fleetOf(
    'webhook_retry: { interval: 1m }',
    'reputation_tasks: { interval: 6h }',
    'digest: { interval: 7d }',
  );
  const text = checks.map(check => {
    const metrics = check.metrics.map(
      ({ name, unit, summary, published }) =>
        `  ${name} (${unit}${published ? '' : ', not published'}): ${summary}`,
    );
    const alerts = check.alerts.flatMap(({ name, severity, metric, problem, ...words }) => [
      '',
      `  ${name} (${severity}), runbook: ${words.runbook}`,
      ...fleet.jobs
        .filter(job => alarmsOf(check, job).some(({ alert }) => alert === name))
        .map(job => `    ${job.name} ${problem(job)} [${metric(job)}]`),
      `    First: ${words.firstLook}`,
    ]);
    const title = `${check.name}: ${check.summary} (panels ${check.panels.join(', ')})`;
    return [title, '', ...metrics, ...alerts, ''].join('\n');
  });
  await expect(text.join('\n')).toMatchFileSnapshot('golden/checks.txt');
});
