import { expect, test } from 'vitest';
import { dueTimes } from '../../lib/schedule/due.ts';
import { endOfLearning, learnHours } from '../../lib/schedule/learn-hours.ts';

const seconds = (text: string) => Date.parse(`${text}Z`) / 1_000;
const hour = 3_600;
const day = 24 * hour;

/**
 * What the hours of a cron's runs show at noon on Wednesday 2026-05-20, known for this many days.
 */
function learn(cron: string, days: number) {
  const until = seconds('2026-05-20T12:00');
  const from = until - days * day;
  const due = dueTimes({ crons: [cron], timezone: 'UTC', except: [] }, from, until);
  const ran = [...new Set(due.map(time => Math.floor(time / hour) * hour))];
  return learnHours({ from, ran }, until);
}

const schedule = (cron: string) => ({
  kind: 'schedule',
  schedule: { crons: [cron], timezone: 'UTC', except: [] },
});

test('office hours, including weekends, are learnt from two weeks', () => {
  expect(learn('*/15 8-17 * * 1-5', 20)).toEqual(schedule('0 8-17 * * 1-5'));
  expect(learn('30 2 * * 1-5', 16)).toEqual(schedule('0 2 * * 1-5'));
});

test('less than two weeks of runs only show the longest gap', () => {
  const longestSeconds = 63 * hour;
  expect(learn('*/15 8-17 * * 1-5', 10)).toEqual({ kind: 'irregular', longestSeconds });
});

test('a job that runs every day or every hour has an interval', () => {
  expect(learn('30 2 * * *', 20)).toEqual({ kind: 'interval', intervalSeconds: day });
  expect(learn('*/5 * * * *', 20)).toEqual({ kind: 'interval', intervalSeconds: hour });
});

test('at least three runs are needed', () => {
  expect(learn('0 2 * * 0', 16)).toBeUndefined();
});

test('runs older than two weeks and a weekend, or of today, are ignored', () => {
  const until = seconds('2026-05-20T12:00');
  const due = (from: string, to: string, cron: string) =>
    dueTimes({ crons: [cron], timezone: 'UTC', except: [] }, seconds(from), seconds(to));
  const office = due('2026-05-04T00:00', '2026-05-20T00:00', '0 8-17 * * 1-5');
  const older = due('2026-04-20T00:00', '2026-05-03T23:00', '0 20,23 * * *');
  const newer = due('2026-05-19T23:00', '2026-05-20T12:00', '0 * * * *');
  const from = seconds('2026-04-20T00:00');
  expect(learnHours({ from, ran: [...older, ...office, ...newer] }, until)).toEqual(
    schedule('0 8-17 * * 1-5'),
  );
  const late = office.filter(time => time >= seconds('2026-05-07T00:00'));
  expect(learnHours({ from, ran: late }, until)).toEqual(schedule('0 8-17 * * 1-5'));
});

test('three runs without a rhythm show their longest gap', () => {
  const until = seconds('2026-05-20T12:00');
  const ran = [0, 7, 30].map(count => seconds('2026-05-10T00:00') + count * hour);
  expect(learnHours({ from: until - 20 * day, ran }, until)).toEqual({
    kind: 'irregular',
    longestSeconds: 23 * hour,
  });
});

test('the longest gap is taken from the first midnight on, and up to the last', () => {
  const until = seconds('2026-05-20T00:00');
  const since = until - 16 * day;
  const runs = [0, 7, 30].map(count => since + count * hour);
  const learnt = (ran: readonly number[]) =>
    learnHours({ from: since - 9 * day, ran }, until + 12 * hour);
  const expected = { kind: 'irregular', longestSeconds: 23 * hour };
  expect(learnt(runs)).toEqual(expected);
  expect(learnt([since - hour, ...runs, until, until + hour])).toEqual(expected);
});

test('all judgements of a day use the same hours', () => {
  const midnight = seconds('2026-05-20T00:00');
  expect(endOfLearning(midnight + hour)).toBe(midnight);
  expect(endOfLearning(midnight + hour - 1)).toBe(midnight - day);
  expect(endOfLearning(midnight + day)).toBe(midnight);
});
