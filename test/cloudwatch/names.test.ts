import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checks } from '../../lib/checks/index.ts';
import * as named from '../../lib/cloudwatch/names.ts';
import { alertNames } from '../../lib/model/job.ts';
import { metricNames } from '../../lib/model/measurement.ts';

const longestService = `a${'-b'.repeat(19)}c`;
const severities = ['warning', 'critical'] as const;
const checkNames = checks.map(check => check.name);

const checkerAlarms = (service: string) => [
  named.sourceUnreachableAlarmName(service),
  named.unlistedJobsAlarmName(service),
  named.tooManyUnlistedJobsAlarmName(service),
  ...checkNames.map(check => named.notReportingAlarmName(service, check)),
  ...alertNames.map(alert => named.unlistedAlarmName(service, alert)),
];

test('an alarm is named by service, job and alert', () => {
  expect(named.alarmName('clipper', 'clip_sync', 'BackgroundJobFailing')).toBe(
    'clipper/clip_sync/BackgroundJobFailing',
  );
});

test('a job is a dimension beside its service, spelled as CloudWatch takes it', () => {
  expect(named.jobDimensions('clipper', 'größe')).toEqual({
    Service: 'clipper',
    Job: 'gr%C3%B6%C3%9Fe',
  });
});

test('a metric of all unlisted jobs is named by its alert', () => {
  expect(named.unlistedMetric('BackgroundJobFailing')).toBe('UnlistedBackgroundJobFailingRatio');
});

test('no metric has the name of another', () => {
  const names = [
    ...metricNames,
    'SourceReachable',
    'Heartbeat',
    ...alertNames.map(named.unlistedMetric),
  ];
  expect(new Set(names).size).toBe(names.length);
});

const jobs = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: fc.constantFrom('/', '%', 'a', 'é', ' '), maxLength: 10 }),
);
const alerts = fc.constantFrom(...alertNames);

describe('alarm names', () => {
  test('differ wherever the job or the alert does', () => {
    fc.assert(
      fc.property(jobs, jobs, alerts, alerts, (a, b, alertA, alertB) => {
        const isSame = a === b && alertA === alertB;
        const nameA = named.alarmName('clipper', a, alertA);
        expect(nameA === named.alarmName('clipper', b, alertB)).toBe(isSame);
      }),
    );
  });

  test('are printable ASCII of at most 255 characters', () => {
    fc.assert(
      fc.property(jobs, alerts, (job, alert) => {
        expect(named.alarmName(longestService, job, alert)).toMatch(/^[ -~]{1,255}$/);
      }),
    );
  });

  test("are never those of the checker's own alarms", () => {
    const taken = new Set(checkerAlarms('clipper'));
    const tricky = ['', 'SourceUnreachable', 'CheckNotReporting', 'UnlistedJobs', 'a/b'];
    for (const job of tricky) {
      for (const alert of alertNames) {
        expect(taken).not.toContain(named.alarmName('clipper', job, alert));
      }
    }
    expect(taken.size).toBe(checkerAlarms('clipper').length);
  });
});

describe("with the longest service's name", () => {
  test.each(checkNames)('the function and the schedule of %s are within 64 characters', check => {
    expect(named.functionName(longestService, check)).toMatch(/^[\w-]{1,64}$/);
    expect(named.scheduleName(longestService, check)).toMatch(/^[\w-]{1,64}$/);
  });

  test('so are the widget, the stack, the dashboard and the group of schedules', () => {
    for (const name of [
      named.widgetFunctionName(longestService),
      named.stackName(longestService),
      named.dashboardName(longestService),
      named.scheduleGroupName(longestService),
    ]) {
      expect(name).toMatch(/^[A-Za-z][\w-]{0,63}$/);
    }
  });

  test.each(severities)('the topic of %s is within 256 characters', severity => {
    expect(named.topicName(longestService, severity)).toMatch(/^[\w-]{1,256}$/);
  });
});
