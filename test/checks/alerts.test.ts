import { describe, expect, it } from 'vitest';
import {
  alertNames,
  alerts,
  checks,
  findAlert,
  findCheck,
  planJobAlarms,
} from '../../lib/checks/index.ts';
import { metricNames } from '../../lib/model/measurement.ts';
import { makeJob } from './facts.ts';
import { createFleet } from './fleet.ts';

const planned = (settings: string) => planJobAlarms(makeJob(settings)).map(({ alert }) => alert);

describe('the alerts of a job', () => {
  it('are those of every check', () => {
    expect(planned('{ interval: 1m }')).toEqual(alertNames);
  });

  it.each(checks)('do not include those of $name if it is off', ({ name, alerts: own }) => {
    const off = planned(`{ interval: 1m, ${name}: false }`);
    expect(off).toHaveLength(alerts.length - own.length);
    expect(off.map(alert => findCheck(alert).name)).not.toContain(name);
  });
});

it('an alarm has the limit and the hold time of its job', () => {
  const job = makeJob('{ interval: 1m, failures: { warning: 12, hold: 7m } }');
  expect(planJobAlarms(job).find(({ alert }) => alert === 'BackgroundJobFailing')).toEqual({
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

it('a scheduled job and a job with an interval have different metrics for their age', () => {
  const findMetric = (settings: string) =>
    findAlert('BackgroundJobNotRunning').metric(makeJob(settings));
  expect(findMetric('{ interval: 1m }')).toBe('SecondsSinceSuccess');
  expect(findMetric('{ schedule: "0 2 * * *" }')).toBe('SecondsOverdue');
});

it('every alert is found by its own name only', () => {
  expect(alertNames.map(name => findAlert(name).name)).toEqual(alertNames);
  expect(() => findAlert('Nothing')).toThrow(new RangeError('no check defines the alert Nothing'));
  expect(() => findCheck('Nothing')).toThrow(new RangeError('no check defines the alert Nothing'));
});

it('every metric is defined by one check', () => {
  const defined = checks.flatMap(({ metrics }) => metrics.map(({ name }) => name));
  expect(defined.toSorted()).toEqual(metricNames.toSorted());
});

it('every example breaches its limit', () => {
  for (const { example } of alerts) {
    for (const limit of [1, 20, 80]) expect(example(limit)).toBeGreaterThan(limit);
  }
});

it('the texts of the checks and their alerts match the golden file', async () => {
  const { jobs } = createFleet(
    'webhook_retry: { interval: 1m }',
    'reputation_tasks: { interval: 12h, failures: { window: 12h, criticalWindow: 1d }, duration: { window: 3d }, items: { window: 2d } }',
    'digest: { schedule: "0 2 * * 1-5" }',
  );
  const text = checks.map(check => {
    const metrics = check.metrics.map(
      ({ name, unit, summary, published, breach }) =>
        `  ${name} (${unit}${published ? '' : ', not published'}): ${summary}${breach === undefined ? '' : `; ${breach}`}`,
    );
    const words = check.alerts.flatMap(
      ({ name, severity, runbook, problem, firstLook, ...alert }) => [
        '',
        `  ${name} (${severity}), runbook: ${runbook}`,
        `    ${alert.keys.limit}: ${alert.defaultLimit}. ${alert.meaning}`,
        `    ${alert.keys.hold}, window: ${alert.window}, unit: ${alert.unit}, ${alert.comparison}`,
        ...jobs.map(job => {
          const { limit, holdMinutes } = alert.byDefault(job);
          const rule = `${alert.metric(job)} > ${limit} for ${holdMinutes} min`;
          return `    ${job.name} ${problem(job)} [${rule}; such as ${Number(alert.example(limit).toFixed(1))}]`;
        }),
        `    First: ${firstLook}`,
      ],
    );
    const title = `${check.name}: ${check.summary} (panels ${check.panels.join(', ')})`;
    return [title, '', ...metrics, ...words, ''].join('\n');
  });
  await expect(text.join('\n')).toMatchFileSnapshot('golden/checks.txt');
});
