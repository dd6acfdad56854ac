import { expect, test } from 'vitest';
import {
  brief,
  DAY,
  end,
  findIn,
  HOUR,
  MINUTE,
  pick,
  startHistories,
  writeSeries,
} from './histories.ts';

const past = { from: end - 32 * DAY, step: 60 };

/**
 * A job that succeeds at these times of each day, UTC, and shows it by its timestamp and its
 * counter.
 */
function writeDaily(name: string, isDue: (time: number) => boolean) {
  const starts: number[] = [];
  for (let time = past.from - DAY; time <= end; time += 15 * MINUTE)
    if (isDue(time)) starts.push(time);
  const ended = (time: number) => starts.filter(start => start + 90 <= time);
  let done = 0;
  const count = (time: number) => {
    while ((starts[done] ?? Number.POSITIVE_INFINITY) + 90 <= time) done += 1;
    return done;
  };
  const counts = writeSeries(
    `job_execution_total{job="app",instance="i",job_name="${name}",status="success"}`,
    count,
    past,
  );
  done = 0;
  const stamps = writeSeries(
    `job_last_success_timestamp_seconds{job="app",instance="i",job_name="${name}"}`,
    time => {
      count(time);
      const last = starts[done - 1];
      return last === undefined ? undefined : last + 90;
    },
    past,
  );
  return ended(end).length === 0 ? [] : [...counts, ...stamps];
}

const isWeekday = (time: number) => ![0, 6].includes(new Date(time * 1000).getUTCDay());

const { url } = await startHistories({
  nightly: [
    ...writeSeries('up{job="app",instance="i"}', () => 1, past),
    // 02:00 in Berlin, in winter
    ...writeDaily('backup', time => time % DAY === HOUR),
    ...writeDaily('report', time => time % DAY === 7.25 * HOUR && isWeekday(time)),
  ],
});

const find = (...jobs: string[]) =>
  findIn({
    url,
    env: 'nightly',
    jobs,
    more: 'sources: { application: { preset: jobs, duration: false, items: false, queue: false } }\n',
  });

const backup = 'backup: { schedule: "0 2 * * *", timezone: Europe/Berlin }';
const report = 'report: { schedule: "15 7 * * 1-5" }';

test('doctor finds nothing if jobs follow their schedules', async () => {
  expect(brief(await find(backup, report))).toEqual([]);
});

test('reports a time zone that is off by an hour, with the hour', async () => {
  const finding = pick(await find('backup: { schedule: "0 2 * * *" }', report), 'schedule-off');
  expect(finding).toMatchObject({
    level: 'warning',
    jobs: ['backup'],
    what: 'It runs 1 h before the times of "0 2 * * *" (UTC): the time zone is off by 1 h.',
  });
});

test('reports a job that runs at other times, with its real schedule', async () => {
  const finding = pick(
    await find(backup, 'report: { schedule: "0,10 9-17/4 * * *" }'),
    'schedule-off',
  );
  expect(finding).toMatchObject({
    jobs: ['report'],
    what: 'It does not run at the times of "0,10 9-17/4 * * *" (UTC).',
    lines: ['  report: { schedule: "15 7 * * 1-5" }'],
  });
});

test('the schedules of unlisted jobs are learnt from a month of their runs', async () => {
  const finding = pick(await find('other: { interval: 1h }'), 'job-unlisted');
  expect(finding?.lines).toEqual([
    '  backup: { interval: 1d }',
    '  report: { schedule: "15 7 * * 1-5" }',
  ]);
});

test('doctor compares the schedule of an exporter, and prints it for unlisted jobs', async () => {
  const info = (name: string, schedule: string, timezone: string) =>
    writeSeries(
      `kube_cronjob_info{job="ksm",instance="k",namespace="ops",cronjob="${name}",schedule="${schedule}",timezone="${timezone}"}`,
      () => 1,
    );
  const stamp = (name: string) =>
    writeSeries(
      `kube_cronjob_status_last_successful_time{job="ksm",instance="k",namespace="ops",cronjob="${name}"}`,
      time => time - (time % DAY) + HOUR,
    );
  const kubernetes = await startHistories({
    all: [
      ...writeSeries('up{job="ksm",instance="k"}', () => 1),
      ...info('backup', '0 2 * * *', 'Europe/Berlin'),
      ...info('dump', '30 1 * * *', ''),
      ...stamp('backup'),
      ...stamp('dump'),
    ],
  });
  const findings = await findIn({
    ...kubernetes,
    env: 'all',
    jobs: ['ops/backup: { schedule: "0 2 * * *" }'],
    more: 'sources: { crons: { preset: kubernetes-cronjobs } }\n',
  });
  expect(pick(findings, 'schedule-differs')).toMatchObject({
    what: 'It is scheduled by "0 2 * * *" (Europe/Berlin); the configuration says "0 2 * * *" (UTC).',
    lines: ['  ops/backup: { schedule: "0 2 * * *", timezone: Europe/Berlin }'],
  });
  expect(pick(findings, 'job-unlisted')?.lines).toEqual(['  ops/dump: { schedule: "30 1 * * *" }']);
});
