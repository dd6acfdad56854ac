import { expect, test } from 'vitest';
import { dueTimes } from '../../lib/schedule/due.ts';
import { learnSchedule } from '../../lib/schedule/learn.ts';
import { snap } from '../../lib/schedule/learn-interval.ts';
import { firstUnmetDue } from '../../lib/schedule/unmet.ts';

const seconds = (text: string) => Date.parse(text) / 1_000;

/** Runs of a cron from one date to another, each seen up to 4 minutes late. */
function listRuns(cron: string, [from, to]: [string, string], timezone = 'UTC'): number[] {
  const schedule = { crons: [cron], timezone, except: [] };
  const due = dueTimes(schedule, seconds(from), seconds(to));
  let random = 1;
  const jitter = () => {
    random = (random * 16_807) % 2_147_483_647;
    return random % 240;
  };
  return due.map(each => each + jitter()).sort((a, b) => a - b);
}

function learn(cron: string, span: [string, string], timezone = 'UTC') {
  return learnSchedule(listRuns(cron, span, timezone), seconds(span[1]));
}

const january: [string, string] = ['2026-01-01', '2026-01-29'];
const spring: [string, string] = ['2026-03-02', '2026-04-14'];

test.each([
  ['*/5 * * * *', 300],
  ['*/15 * * * *', 900],
  ['0 * * * *', 3_600],
  ['7 */6 * * *', 21_600],
  ['0 2 * * *', 86_400],
  ['0 3 * * 0', 604_800],
])('runs of %s come every %i seconds', (cron, intervalSeconds) => {
  expect(learn(cron, january)).toEqual({ intervalSeconds });
});

test.each([
  '0 2 * * 1-5',
  '*/15 8-17 * * 1-5',
  '* 9-17 * * *',
  '*/5 0-2,4-23 * * *',
  '5-59/20 6-20 * * *',
  '30 2,10 * * *',
  '0 2 * * 1,4',
])('%s is learnt from four weeks', cron => {
  expect(learn(cron, january)).toEqual({ cron, timezone: 'UTC' });
});

test('a day of the month is learnt from months', () => {
  const rhythm = learn('0 1 1 * *', ['2025-06-15', '2026-01-15']);
  expect(rhythm).toEqual({ cron: '0 1 1 * *', timezone: 'UTC' });
});

test.each([
  ['30 2 * * 1-5', 150],
  ['30 2 * * 1-5', -90],
  ['0 2 * * 1-5', 200],
  ['0 2 * * 1-5', -90],
  ['*/10 8-17 * * 1-5', 120],
  ['5-59/20 6-20 * * 1-5', 100],
  ['*/5 8-17 * * 1-5', 190],
  ['*/10 8-17 * * 1-5', 180],
  ['*/15 8-17 * * 1-5', 240],
  ['*/20 8-17 * * 1-5', -50],
])('%s is learnt from runs that are all %i seconds late', (cron, late) => {
  const schedule = { crons: [cron], timezone: 'UTC', except: [] };
  const due = dueTimes(schedule, seconds(january[0]), seconds(january[1]));
  const runs = due.map((each, index) => each + late + (index % 50));
  expect(learnSchedule(runs, seconds(january[1]))).toEqual({ cron, timezone: 'UTC' });
});

test.each(['*/5 8-17 * * 1-5', '*/10 8-17 * * 1-5', '*/12 8-17 * * 1-5', '*/15 8-17 * * 1-5'])(
  'a job of %s has met what is learnt from it each night, even if it always runs late',
  cron => {
    const due = dueTimes(
      { crons: [cron], timezone: 'UTC', except: [] },
      seconds(january[0]),
      seconds(january[1]),
    );
    const nights = Array.from(
      { length: 21 },
      (_, day) => seconds('2026-01-02T23:00Z') + day * 86_400,
    );
    for (const late of [0, 60, 120, 180, 240]) {
      const runs = due.map((each, index) => each + late + (index % 20));
      const learnt = learnSchedule(runs, seconds(january[1]));
      if (learnt === undefined || !('cron' in learnt)) throw new Error('no cron is learnt');
      const schedule = { crons: [learnt.cron], timezone: learnt.timezone, except: [] };
      const unmet = nights.map(at => firstUnmetDue(schedule, runs, { since: due[0] ?? 0, at }));
      expect(unmet).toEqual(nights.map(() => undefined));
    }
  },
);

test('a minute that is not round is learnt if there is no rounder one near it', () => {
  const due = listRuns('47 4 * * 1-5', january).map(
    run => Math.floor(run / 3_600) * 3_600 + 47 * 60,
  );
  expect(learnSchedule(due, seconds(january[1]))).toEqual({
    cron: '45 4 * * 1-5',
    timezone: 'UTC',
  });
});

test.each([
  ['a seventh of the nights', '0 2 * * 1-5', 7],
  ['every fourth run of an hour', '*/15 8-17 * * 1-5', 4],
])('nothing is learnt where %s is missing', (_, cron, every) => {
  const span: [string, string] = ['2026-01-01', '2026-03-01'];
  const runs = listRuns(cron, span).filter((_run, index) => index % every !== 2);
  expect(learnSchedule(runs, seconds(span[1]))).toBeUndefined();
});

test('nothing is learnt if whole hours are missing, however many runs the other hours have', () => {
  const runs = listRuns('*/15 8-17 * * 1-5', ['2026-01-01', '2026-03-01']);
  const isMissing = (run: number) => Math.floor(run / 3_600) % 5 === 0;
  const twice = runs.flatMap(run => (isMissing(run) ? [] : [run, run + 30]));
  expect(learnSchedule(twice, seconds('2026-03-01'))).toBeUndefined();
});

test.each([
  ['55 2 * * 1-5', 0],
  ['0 2 * * 1-5', 540],
])(
  '%s is learnt from runs up to 10 minutes late, the first of them by %i seconds',
  (cron, first) => {
    const schedule = { crons: [cron], timezone: 'UTC', except: [] };
    const due = dueTimes(schedule, seconds(january[0]), seconds(january[1]));
    const runs = due.map((each, index) => each + ((first + index * 137) % 600));
    expect(learnSchedule(runs, seconds(january[1]))).toEqual({ cron, timezone: 'UTC' });
  },
);

test('a due time after the runs is not learnt if they would be too early for it', () => {
  const due = dueTimes(
    { crons: ['8-59/10 8-17 * * 1-5'], timezone: 'UTC', except: [] },
    seconds(january[0]),
    seconds(january[1]),
  );
  expect(learnSchedule(due, seconds(january[1]))).toEqual({
    cron: '5-59/10 8-17 * * 1-5',
    timezone: 'UTC',
  });
});

test('a cron is learnt from 14 days on', () => {
  const runs = listRuns('*/15 8-17 * * 1-5', january);
  const learnt = (days: number) =>
    learnSchedule(
      runs.filter(run => run >= seconds(january[1]) - days * 86_400),
      seconds(january[1]),
      { knownFrom: seconds(january[1]) - days * 86_400 },
    );
  expect(learnt(14)).toEqual({ cron: '*/15 8-17 * * 1-5', timezone: 'UTC' });
  expect(learnt(13.99)).toBeUndefined();
});

test('an interval is learnt from three runs, the last of them just now', () => {
  expect(learnSchedule([0, 60, 120], 120)).toEqual({ intervalSeconds: 60 });
});

test('nothing is learnt if more than a few runs do not follow the schedule', () => {
  const span: [string, string] = ['2026-01-01', '2026-03-01'];
  const runs = listRuns('0 2 * * 1-5', span);
  const manual = runs
    .filter((_, index) => index % 10 === 3)
    .map((run, index) => run + 3_600 * (5 + index));
  const all = [...runs, ...manual].sort((a, b) => a - b);
  expect(learnSchedule(all, seconds(span[1]))).toBeUndefined();
});

test('nothing is learnt from gaps of which few are alike', () => {
  const gaps = [100, 600, 1_100];
  const runs = [0];
  for (let index = 0; index < 60; index += 1)
    runs.push((runs.at(-1) ?? 0) + (gaps[index % 3] ?? 0));
  expect(learnSchedule(runs, 1e6)).toBeUndefined();
});

test.each([
  [45, 60],
  [63, 60],
  [310, 300],
  [1_700, 1_800],
  [2_500, 2_520],
  [3_900, 3_600],
  [4_000, 4_020],
  [90_000, 86_400],
  [700_000, 700_020],
])('a gap of %i seconds means an interval of %i', (gap, expected) => {
  expect(snap(gap)).toBe(expected);
});

test.each([
  ['0 2 * * 1-5', 'Europe/Berlin'],
  ['*/15 8-17 * * 1-5', 'America/New_York'],
])('%s in %s is learnt when its UTC hours move', (cron, timezone) => {
  expect(learn(cron, spring, timezone)).toEqual({ cron, timezone });
});

test('only the given zones are tried', () => {
  const runs = listRuns('0 2 * * 1-5', spring, 'Europe/Berlin');
  const rhythm = learnSchedule(runs, seconds(spring[1]), { timezones: ['Europe/Paris'] });
  expect(rhythm).toEqual({ cron: '0 2 * * 1-5', timezone: 'Europe/Paris' });
});

test('a daily job keeps its interval over a change of clocks', () => {
  expect(learn('0 2 * * *', spring, 'Europe/Berlin')).toEqual({ intervalSeconds: 86_400 });
});

test('a few days of office hours are not a cron yet', () => {
  expect(learn('*/15 8-17 * * 1-5', ['2026-01-05', '2026-01-10'])).toBeUndefined();
});

test('one long outage does not change the interval', () => {
  const runs = listRuns('*/10 * * * *', ['2026-01-01', '2026-01-06']);
  const outage = [seconds('2026-01-02T05:00Z'), seconds('2026-01-03T05:00Z')] as const;
  const rest = runs.filter(run => run < outage[0] || run > outage[1]);
  expect(learnSchedule(rest, seconds('2026-01-06'))).toEqual({ intervalSeconds: 600 });
});

test('manual runs and a missed night do not hide a cron', () => {
  const runs = listRuns('0 2 * * 1-5', ['2026-01-01', '2026-03-01']);
  runs.splice(7, 1);
  const manual = [...runs, seconds('2026-01-14T13:20Z')].sort((a, b) => a - b);
  const rhythm = learnSchedule(manual, seconds('2026-03-01'));
  expect(rhythm).toEqual({ cron: '0 2 * * 1-5', timezone: 'UTC' });
});

test('nothing is learnt from two runs, future runs or runs at one moment', () => {
  expect(learnSchedule([], 0)).toBeUndefined();
  expect(learnSchedule([0, 60], 120)).toBeUndefined();
  expect(learnSchedule([0, 60, 120], 90)).toBeUndefined();
  expect(learnSchedule([60, 60, 60], 90)).toBeUndefined();
});

test('nothing is learnt from random runs', () => {
  const runs = [seconds('2026-01-01')];
  for (let i = 1; i < 500; i += 1)
    runs.push((runs.at(-1) ?? 0) - Math.log(((i * 7_919) % 499) / 500 + 0.001) * 3_600);
  expect(learnSchedule(runs, seconds('2026-03-01'))).toBeUndefined();
});
