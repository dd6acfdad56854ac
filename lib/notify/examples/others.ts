import type { Message } from '../message.ts';
import { createAlarm, createExample, type Example, type ExampleItem, minutesAgo } from './build.ts';

const hour = 3_600;
const failing = { alert: 'BackgroundJobFailing', value: 25, limit: 5 } as const;
const facts = { runsFailed: 1, runsTotal: 4, windowSeconds: hour, intervalSeconds: 900 } as const;
const good = {
  ...{ ...facts, runsFailed: 0, lastSuccess: minutesAgo(4) },
  streak: { outcome: 'succeeded', runs: 2 },
} as const;
const recovery = {
  ...{ kind: 'recovery', incidents: { opened: undefined, closed: [minutesAgo(43)] } },
} as const satisfies Partial<Message>;
const critical = { severity: 'critical', destination: 'oncall' } as const;

function createOwnItem(alert: string, names?: readonly string[]): ExampleItem {
  const alarm = { alert, job: undefined, since: minutesAgo(3) };
  return names === undefined ? { alarm } : { alarm, facts: { names } };
}

function createRecoveredItem(minutes: number, job = 'clip_sync'): ExampleItem {
  const times = { since: minutesAgo(minutes + 1), endedAt: minutesAgo(1), isOn: false };
  return { alarm: { ...failing, ...times, job }, change: 'recovered', facts: good };
}

/** Messages about Jobwatch itself. */
export const ownExamples: readonly Example[] = [
  createExample('Prometheus does not answer', [createOwnItem('SourceUnreachable')], {
    ...critical,
    ...{ prometheusAnswered: false, keptBack: [createAlarm(failing)] },
  }),
  createExample('one query fails', [createOwnItem('SourceUnreachable', ['queue'])], critical),
  createExample('Jobwatch does not report', [createOwnItem('NotReporting')], critical),
  createExample('there are unlisted jobs', [createOwnItem('UnlistedJobs', ['cleanup', 'digest'])]),
  createExample('a channel fails', [createOwnItem('ChannelFailing/slack:ops')], critical),
  createExample(
    'nobody reads a mail topic',
    [createOwnItem('DeliveryBroken/jobwatch-clipper-warning')],
    critical,
  ),
  createExample(
    'Prometheus answers again',
    [
      {
        alarm: {
          ...createOwnItem('SourceUnreachable').alarm,
          endedAt: minutesAgo(1),
          isOn: false,
          since: minutesAgo(13),
        },
        change: 'recovered',
      },
    ],
    { ...critical, ...recovery },
  ),
  createExample(
    'some jobs are fine again and one is only better',
    [
      createRecoveredItem(65, 'webhook_retry'),
      createRecoveredItem(40, 'reputation_tasks'),
      { ...createRecoveredItem(42), others: ['BackgroundJobNotRunning'] },
    ],
    recovery,
  ),
];

/** Messages after the first one about an alarm. */
export const laterExamples: readonly Example[] = [
  createExample('a job comes and goes', [
    { alarm: { ...failing, times: 3, since: minutesAgo(25) }, change: 'flapping', facts },
  ]),
  createExample(
    'a reminder',
    [{ alarm: { ...failing, since: minutesAgo(1_440) }, change: 'standing', facts }],
    { kind: 'reminder' },
  ),
  createExample('a job still fails after a mute', [
    { alarm: { ...failing, since: minutesAgo(100) }, change: 'unmuted', facts },
  ]),
  createExample('one job fails and others are fine again', [
    { alarm: failing, facts },
    createRecoveredItem(42, 'webhook_retry'),
    createRecoveredItem(40, 'reputation_tasks'),
  ]),
  createExample('a job is fine again', [createRecoveredItem(42)], recovery),
  createExample(
    'several jobs are fine again',
    [createRecoveredItem(42), createRecoveredItem(65, 'webhook_retry')],
    recovery,
  ),
  createExample('one of several jobs is fine again', [createRecoveredItem(42)], {
    ...recovery,
    standing: [createAlarm({ ...failing, job: 'webhook_retry' })],
  }),
  createExample(
    'a job failed for a moment',
    [{ ...createRecoveredItem(3), change: 'passed' }],
    recovery,
  ),
  createExample(
    'a job is no longer watched',
    [{ alarm: { ...failing, since: minutesAgo(30), exists: false }, change: 'gone' }],
    recovery,
  ),
  createExample(
    'a critical alarm is over and a warning is still on',
    [
      {
        ...createRecoveredItem(42),
        alarm: {
          ...createRecoveredItem(42).alarm,
          alert: 'BackgroundJobCriticalFailureRate',
          severity: 'critical',
          limit: 50,
        },
        others: ['BackgroundJobFailing'],
      },
    ],
    { ...critical, ...recovery },
  ),
];
