import { expect, test } from 'vitest';
import { compileCron, isValidCron, isValidTimezone } from '../../lib/schedule/cron.ts';
import { dueTimes, gapAround, lastDue, nextDue } from '../../lib/schedule/due.ts';
import { formatDue } from '../../lib/schedule/local-time.ts';

const berlin = 'Europe/Berlin';
const seconds = (text: string) => Date.parse(text) / 1_000;
const schedule = (crons: string | string[], timezone = 'UTC', except: string[] = []) => {
  return { crons: [crons].flat(), timezone, except };
};

/** Due times after `from` up to `to`, as ISO minutes in UTC. */
function list(subject: ReturnType<typeof schedule>, from: string, to: string): string[] {
  const due = dueTimes(subject, seconds(from), seconds(to));
  return due.map(each => new Date(each * 1_000).toISOString().slice(5, 16));
}

test('a span includes a due time at its end, but not one at its beginning', () => {
  const daily = schedule('0 2 * * *');
  expect(list(daily, '2026-01-01T02:00Z', '2026-01-02T02:00Z')).toEqual(['01-02T02:00']);
});

test('weekdays are those of the time zone', () => {
  const nightly = schedule('30 0 * * 1-5', 'Asia/Kolkata');
  const due = list(nightly, '2026-01-03T00:00Z', '2026-01-06T00:00Z');
  expect(due).toEqual(['01-04T19:00', '01-05T19:00']);
});

test('a fixed time in the hour that Berlin skips is due when the hour is over', () => {
  const due = list(schedule('30 2 * * *', berlin), '2026-03-28T00:00Z', '2026-03-30T12:00Z');
  expect(due).toEqual(['03-28T01:30', '03-29T01:00', '03-30T00:30']);
});

test('a fixed time in the hour that Berlin doubles is due once', () => {
  const due = list(schedule('30 2 * * *', berlin), '2026-10-24T12:00Z', '2026-10-26T12:00Z');
  expect(due).toEqual(['10-25T00:30', '10-26T01:30']);
});

test('a list of hours is as fixed as one hour', () => {
  const twice = schedule('30 2,14 * * *', berlin);
  const spring = list(twice, '2026-03-29T00:00Z', '2026-03-30T00:00Z');
  const autumn = list(twice, '2026-10-25T00:00Z', '2026-10-26T00:00Z');
  expect(spring).toEqual(['03-29T01:00', '03-29T12:30']);
  expect(autumn).toEqual(['10-25T00:30', '10-25T13:30']);
});

test('an hourly cron is due every hour while Berlin changes its clocks', () => {
  const hourly = schedule('0 * * * *', berlin);
  const spring = list(hourly, '2026-03-28T23:30Z', '2026-03-29T02:30Z');
  const autumn = list(hourly, '2026-10-24T23:30Z', '2026-10-25T02:30Z');
  expect(spring).toEqual(['03-29T00:00', '03-29T01:00', '03-29T02:00']);
  expect(autumn).toEqual(['10-25T00:00', '10-25T01:00', '10-25T02:00']);
});

test('every 15 minutes goes on through both hours', () => {
  const subject = schedule('*/15 * * * *', berlin);
  const due = dueTimes(subject, seconds('2026-10-24T23:00Z'), seconds('2026-10-25T03:00Z'));
  expect(due).toHaveLength(16);
});

test('nothing is due on an excepted local date', () => {
  const subject = schedule('0 0 * * *', berlin, ['2026-12-25']);
  const due = list(subject, '2026-12-23T12:00Z', '2026-12-26T12:00Z');
  expect(due).toEqual(['12-23T23:00', '12-25T23:00']);
});

test('a date that is excepted is skipped between the last and the next due time', () => {
  const subject = schedule('*/5 * * * *', berlin, ['2026-12-25']);
  const noon = seconds('2026-12-25T12:00Z');
  expect(lastDue(subject, noon)).toBe(seconds('2026-12-24T22:55Z'));
  expect(nextDue(subject, noon)).toBe(seconds('2026-12-25T23:00Z'));
  expect(gapAround(subject, seconds('2026-12-24T22:55Z'))).toBe(86_700);
});

test('a day on which the clocks change can be excepted', () => {
  const subject = schedule('30 * * * *', berlin, ['2026-10-25']);
  expect(nextDue(subject, seconds('2026-10-25T12:00Z'))).toBe(seconds('2026-10-25T23:30Z'));
  expect(lastDue(subject, seconds('2026-10-25T12:00Z'))).toBe(seconds('2026-10-24T21:30Z'));
});

test('several crons are one schedule, and a due time that they share counts once', () => {
  const subject = schedule(['0 2 * * *', '30 14 * * 1', '0 2 5 * *']);
  const due = list(subject, '2026-01-05T00:00Z', '2026-01-06T12:00Z');
  expect(due).toEqual(['01-05T02:00', '01-05T14:30', '01-06T02:00']);
});

test('a leap day is found even if it is years away', () => {
  const subject = schedule('0 0 29 2 *');
  expect(lastDue(subject, seconds('2028-02-28T00:00Z'))).toBe(seconds('2024-02-29T00:00Z'));
  expect(nextDue(subject, seconds('2024-02-29T00:00Z'))).toBe(seconds('2028-02-29T00:00Z'));
});

test('a schedule without a cron is never due', () => {
  const never = schedule([]);
  expect(lastDue(never, 0)).toBeUndefined();
  expect(nextDue(never, 0)).toBeUndefined();
  expect(dueTimes(never, 0, 86_400)).toEqual([]);
});

test('a cron for a date that no year has is never due', () => {
  const never = schedule('0 0 31 2 *');
  expect([lastDue(never, 0), nextDue(never, 0)]).toEqual([undefined, undefined]);
});

test('a schedule without a cron is never due, whatever dates are excepted', () => {
  const never = schedule([], 'UTC', ['2026-12-25']);
  expect([lastDue(never, 0), nextDue(never, 0)]).toEqual([undefined, undefined]);
});

test('eight gaps between due times are remembered, and the newest of them', () => {
  let reads = 0;
  const subject = {
    ...schedule([]),
    get crons() {
      reads += 1;
      return ['0 * * * *'];
    },
  };
  const hours = (count: number) => Array.from({ length: count }, (_, hour) => hour * 3_600);
  const countReads = (times: readonly number[]) => {
    reads = 0;
    for (const time of times) lastDue(subject, time);
    return reads;
  };
  const perSearch = countReads([0]);
  expect(perSearch).toBeGreaterThan(0);
  expect(countReads(hours(8))).toBe(7 * perSearch);
  expect(countReads(hours(8).flatMap(time => [time, time + 3_599]))).toBe(0);
  expect(countReads([8 * 3_600])).toBe(perSearch);
  expect(countReads(hours(8).slice(1))).toBe(0);
  expect(countReads([0])).toBe(perSearch);
});

test('a fraction of a second is before the next due second', () => {
  const subject = schedule('* * * * *');
  expect(lastDue(subject, 119.9)).toBe(60);
  expect(nextDue(subject, 119.9)).toBe(120);
  expect(nextDue(subject, 120.1)).toBe(180);
});

test('weeks of due times every five minutes are listed quickly', () => {
  const subject = schedule('*/5 * * * *', berlin);
  const started = performance.now();
  const due = dueTimes(subject, seconds('2026-09-01T00:00Z'), seconds('2026-12-01T00:00Z'));
  expect(due).toHaveLength(91 * 288);
  expect(performance.now() - started).toBeLessThan(1_000);
});

test.each([
  '0 2 * * 1-5',
  '*/15 8-17 * * MON-FRI',
  '0 0 29 2 *',
  '0 0 L * *',
  '5/15 * * * *',
  '0 0 * * 7',
])('%s is a cron', text => {
  expect(isValidCron(text)).toBe(true);
});

test.each([
  '',
  '@daily',
  '* * * *',
  '0 * * * * *',
  '0 0 0 1 1 * 2030',
  '60 * * * *',
  '0 24 * * *',
  '0 0 31 2 *',
  '*/0 * * * *',
  '/10 * * * *',
  '0 0 * * 1!',
  '2026-01-01',
  '0 22-2 * * *',
  'a b c d e',
  '2026-01-01T00:00:00',
  '0 0 * * *\n0 1 * * *',
])('%j is not a cron', text => {
  expect(isValidCron(text)).toBe(false);
});

test('fields may be separated by any number of spaces and tabs', () => {
  expect([' 0 2 * * * ', '0  2 *\t* *', '0 2 * * *'].map(isValidCron)).not.toContain(false);
});

test('a cron is compiled once in each zone, with its local times of day', () => {
  const compiled = compileCron('30 2,14 * * 1-5', berlin);
  compileCron('0 0 * * *', berlin);
  expect(compileCron('30 2,14 * * 1-5', berlin)).toBe(compiled);
  expect(compileCron('30 2,14 * * 1-5', 'UTC')).not.toBe(compiled);
  expect(compiled.secondsOfDay).toEqual([9_000, 52_200]);
});

test('a time zone needs a name', () => {
  expect(['UTC', berlin, 'America/Argentina/Ushuaia'].map(isValidTimezone)).not.toContain(false);
  const others = ['', 'Berlin', 'Europe/Bonn', '+01:00', '../etc'];
  expect(others.map(isValidTimezone)).toEqual(others.map(() => false));
});

test('a due time is shown by the clock of its zone', () => {
  const due = seconds('2026-11-25T01:00Z');
  expect(formatDue(due, berlin)).toBe('02:00 Europe/Berlin');
  expect(formatDue(due, berlin, { withDate: true })).toBe('2026-11-25 02:00 Europe/Berlin');
  expect(formatDue(due, 'UTC')).toBe('01:00 UTC');
});
