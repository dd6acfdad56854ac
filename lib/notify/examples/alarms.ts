import { createExample, type Example, type ExampleItem, minutesAgo } from './build.ts';

const hour = 3_600;
const clipSync = { intervalSeconds: 900, lastSuccess: minutesAgo(16) } as const;

const failing: ExampleItem = {
  alarm: { alert: 'BackgroundJobFailing', value: 25, limit: 5 },
  facts: {
    ...clipSync,
    ...{
      runsFailed: 1,
      runsTotal: 4,
      windowSeconds: hour,
      before: { value: 0, secondsAgo: hour },
    },
    query: 'sum by (status) (increase(job_execution_total{job_name="clip_sync"}[1h]))',
  },
};

const clipper = [
  ['hot_score_refresh', 300, 2],
  ['trending_score_refresh', hour, 1],
  ['clip_sync', 900, 3],
  ['reputation_tasks', 6 * hour, 1],
  ['webhook_retry', 60, 14],
  ['embedding_generation', hour, 1],
] as const;

const critical = { severity: 'critical' } as const;

const brokenDeploy = clipper.map(
  ([job, intervalSeconds, runs]): ExampleItem => ({
    alarm: { alert: 'BackgroundJobCriticalFailureRate', job, value: 100, limit: 50, ...critical },
    facts: {
      ...{ runsFailed: runs, runsTotal: runs, windowSeconds: hour, intervalSeconds },
      streak: { outcome: 'failed', runs },
      ...{ lastSuccess: minutesAgo(20), restartedAt: minutesAgo(9) },
    },
  }),
);

const manyJobs = Array.from(
  { length: 40 },
  (_, index): ExampleItem => ({
    alarm: {
      ...{
        alert: 'BackgroundJobFailing',
        job: `billing/export-${index + 1}`,
        value: 100,
        limit: 5,
      },
      since: minutesAgo(2),
    },
    facts: {
      ...{ runsFailed: 4, runsTotal: 4, windowSeconds: hour, intervalSeconds: 900 },
      streak: { outcome: 'failed', runs: 4 },
      targetsDown: ['billing:9090'],
    },
  }),
);

const backup: ExampleItem = {
  alarm: { alert: 'BackgroundJobNotRunning', job: 'ops/backup', value: 8_100, limit: 7_200 },
  facts: {
    schedule: { crons: ['0 11 * * 1-5'], timezone: 'Europe/Berlin', except: [] },
    ...{ dueAt: minutesAgo(126), lastSuccess: minutesAgo(3 * 1_440 + 120) },
  },
};

/** Each alert, alone and together with others. */
export const alarmExamples: readonly Example[] = [
  createExample('one job fails', [failing]),
  createExample('a bad deploy', brokenDeploy, { severity: 'critical', destination: 'oncall' }),
  createExample('forty jobs', manyJobs),
  createExample('more jobs than before', manyJobs.slice(0, 3), {
    standing: manyJobs
      .slice(3, 12)
      .flatMap(({ alarm }) => createExample('', [{ alarm }]).message.items[0]?.alarm ?? []),
  }),
  createExample('a job is late after a due time', [backup]),
  createExample('a job is late', [
    {
      alarm: { alert: 'BackgroundJobNotRunning', value: 15_000, limit: 7_200 },
      facts: { intervalSeconds: hour, lastSuccess: minutesAgo(250) },
    },
  ]),
  createExample('a job has never succeeded', [
    {
      alarm: { alert: 'BackgroundJobCriticallyStale', value: 90_000, limit: 86_400 },
      facts: { intervalSeconds: hour, lastSuccess: 'never' },
    },
  ]),
  createExample('a job is slow', [
    {
      alarm: { alert: 'BackgroundJobHighDuration', value: 432, limit: 300 },
      facts: { ...clipSync, p95Seconds: 432, before: { value: 120, secondsAgo: hour } },
    },
  ]),
  createExample('a queue is long', [
    {
      alarm: { alert: 'BackgroundJobCriticalQueueSize', value: 1_204, limit: 1_000 },
      facts: { ...clipSync, queueSize: 1_204 },
    },
  ]),
  createExample('a queue grows', [
    {
      alarm: { alert: 'BackgroundJobQueueGrowing', value: 3.4, limit: 1.5 },
      facts: { ...clipSync, queueSize: 340, before: { value: 100, secondsAgo: hour } },
    },
  ]),
  createExample('items fail', [
    {
      alarm: { alert: 'BackgroundJobHighItemFailureRate', value: 28.3, limit: 20 },
      facts: { ...clipSync, itemsFailed: 34, itemsTotal: 120, windowSeconds: hour },
    },
  ]),
  createExample('an unlisted job fails', [
    {
      alarm: { alert: 'UnlistedBackgroundJobFailing', job: undefined },
      facts: { ...clipSync, streak: { outcome: 'failed', runs: 3 }, names: ['cleanup'] },
    },
  ]),
  createExample('several unlisted jobs are late', [
    {
      alarm: { alert: 'UnlistedBackgroundJobNotRunning', job: undefined },
      facts: { names: ['cleanup', 'digest', 'reindex'] },
    },
  ]),
  createExample('a job fails and is late', [
    failing,
    { ...backup, alarm: { ...backup.alarm, job: 'clip_sync' } },
  ]),
  createExample('Prometheus gives no details', [{ alarm: failing.alarm }], {
    prometheusAnswered: false,
  }),
  createExample('a hostile job name', [
    {
      ...failing,
      alarm: { ...failing.alarm, job: 'safe\u202egnp\u0007\n<!channel> *größe* "$(rm)"' },
    },
  ]),
];
