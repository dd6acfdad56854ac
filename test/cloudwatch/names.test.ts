import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alertNames } from '../../lib/checks/index.ts';
import * as named from '../../lib/cloudwatch/names.ts';
import { metricNames } from '../../lib/model/measurement.ts';

const longestService = `a${'-b'.repeat(19)}c`;
const severities = ['warning', 'critical'] as const;

const listOwnAlarms = (service: string) => [
  named.sourceUnreachableAlarmName(service),
  named.unlistedJobsAlarmName(service),
  named.tooManyUnlistedJobsAlarmName(service),
  named.notReportingAlarmName(service),
  ...alertNames.map(alert => named.unlistedAlarmName(service, alert)),
];

test('an alarm is named by service, job and alert', () => {
  expect(named.alarmName('clipper', 'clip_sync', 'BackgroundJobFailing')).toBe(
    'clipper/clip_sync/BackgroundJobFailing',
  );
});

test('each service has its own namespace, in which a job is the only dimension', () => {
  expect(named.namespaceFor('clipper')).toBe('Jobwatch/clipper');
  expect(named.jobDimensions('größe')).toEqual({ Job: 'gr%C3%B6%C3%9Fe' });
  expect(named.serviceDimensions).toEqual({});
});

test('a metric of all unlisted jobs is named by its alert', () => {
  expect(named.unlistedMetric('BackgroundJobFailing')).toBe('UnlistedBackgroundJobFailingRatio');
});

test('no two metrics have the same name', () => {
  const names = [...metricNames, 'Heartbeat', ...alertNames.map(named.unlistedMetric)];
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

  test("are never those of Jobwatch's own alarms", () => {
    const taken = new Set(listOwnAlarms('clipper'));
    const tricky = ['', 'SourceUnreachable', 'NotReporting', 'UnlistedJobs', 'a/b'];
    for (const job of tricky) {
      for (const alert of alertNames) {
        expect(taken).not.toContain(named.alarmName('clipper', job, alert));
      }
    }
    expect(taken.size).toBe(listOwnAlarms('clipper').length);
  });
});

describe("with the longest service's name", () => {
  test('the function and the schedule of the judge are within 64 characters', () => {
    expect(named.functionName(longestService)).toMatch(/^[\w-]{1,64}$/);
    expect(named.scheduleName(longestService)).toMatch(/^[\w-]{1,64}$/);
  });

  test('the widget, the stack, the dashboard and the group of schedules are too', () => {
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
