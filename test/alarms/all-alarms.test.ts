import { describe, expect, test } from 'vitest';
import { allAlarms } from '../../lib/alarms/all-alarms.ts';
import type { AlarmPlan } from '../../lib/alarms/plan.ts';
import { alertNames } from '../../lib/checks/index.ts';
import { createConfig } from '../cdk/config.ts';

function plan(text = ''): AlarmPlan[] {
  return allAlarms(createConfig(text), 'eu-west-1');
}

function find(alert: string, text = ''): AlarmPlan {
  const found = plan(text).find(one => one.alert === alert);
  if (found === undefined) throw new RangeError(`there is no alarm ${alert}`);
  return found;
}

test('a service has two alarms on itself, those on unlisted jobs, and one per alert and job', () => {
  const plans = plan('jobs: { a: { interval: 5m }, b: { interval: 1h } }');
  const listed = plans.filter(({ job }) => job !== undefined);
  expect(listed).toHaveLength(2 * alertNames.length);
  expect(plans.filter(({ job }) => job === undefined).map(({ alert }) => alert)).toEqual([
    'NotReporting',
    'SourceUnreachable',
    ...alertNames.map(alert => `Unlisted${alert}`),
    'UnlistedJobs',
    'TooManyUnlistedJobs',
  ]);
});

test('no two alarms have the same name or the same id', () => {
  const plans = plan('jobs: { a: { interval: 5m }, "a/b": { interval: 1h } }');
  expect(new Set(plans.map(({ id }) => id)).size).toBe(plans.length);
  expect(new Set(plans.map(({ name }) => name)).size).toBe(plans.length);
});

test('a check that is off for a job has no alarms, and unmeasured unlisted jobs have none either', () => {
  const plans = plan('jobs: { a: { interval: 5m, queue: false } }\nunlisted: { maximum: 0 }');
  expect(plans.map(({ alert }) => alert).join()).not.toMatch(/Queue|Unlisted/);
});

describe('the alarms on Jobwatch itself', () => {
  test('are critical', () => {
    expect(find('NotReporting').severity).toBe('critical');
    expect(find('SourceUnreachable').severity).toBe('critical');
  });

  test('read the heartbeat: none for 5 min, or an incomplete one for 3 min', () => {
    expect(find('NotReporting')).toMatchObject({
      name: 'clipper/NotReporting',
      namespace: 'Jobwatch/clipper',
      metric: 'Heartbeat',
      dimensions: {},
      evaluationPeriods: 5,
      treatMissingData: 'breaching',
    });
    expect(find('SourceUnreachable')).toMatchObject({
      name: 'clipper/SourceUnreachable',
      metric: 'Heartbeat',
      comparison: 'LessThanThreshold',
      threshold: 3,
      evaluationPeriods: 3,
      treatMissingData: 'ignore',
    });
  });

  test('say that Prometheus does not answer or has no new samples, and that jobs keep their state', () => {
    const { description } = find('SourceUnreachable');
    expect(description).toContain('has not answered');
    expect(description).toContain('old or incomplete');
    expect(description).toContain('job alarms keep their state');
  });
});

describe('the alarms on unlisted jobs', () => {
  test('say which lines to add, and where the names are', () => {
    const { description } = find('UnlistedJobs');
    expect(description).toContain('my_job: { interval: 15m }');
    expect(description).toContain('jobwatch check');
    expect(description).toContain('jobwatch-clipper-judge');
  });

  test('have the same hold times as the defaults', () => {
    expect(find('UnlistedBackgroundJobNotRunning').evaluationPeriods).toBe(10);
    expect(find('UnlistedBackgroundJobHighDuration').evaluationPeriods).toBe(15);
  });

  test('name the maximum of the configuration', () => {
    expect(find('TooManyUnlistedJobs', 'unlisted: { maximum: 7 }').threshold).toBe(7);
  });
});

describe('the alarms of a job', () => {
  test('notify nobody while it is paused permanently; the judge handles a pause with an end', () => {
    const paused = (until: string) =>
      find('BackgroundJobFailing', `jobs: { a: { interval: 5m, paused: ${until} } }`);
    expect(paused('true').actionsEnabled).toBe(false);
    expect(paused('2026-11-23T12:00:00Z').actionsEnabled).toBe(true);
  });

  test('read how overdue it is if it has a schedule, otherwise the age of its last success', () => {
    const metric = (job: string) => find('BackgroundJobNotRunning', `jobs: { a: ${job} }`).metric;
    expect(metric('{ schedule: "0 2 * * *" }')).toBe('SecondsOverdue');
    expect(metric('{ interval: 5m }')).toBe('SecondsSinceSuccess');
  });
});

test('every description fits, and links to the runbook and the dashboard', () => {
  for (const { description } of plan()) {
    expect(description.length).toBeLessThanOrEqual(1024);
    expect(description).toContain('Runbook: ');
    expect(description).toContain('Dashboard: ');
  }
});
