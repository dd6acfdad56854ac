import { describe, expect, test } from 'vitest';
import { groupByWindow, windowFor, windowLadder } from '../../lib/checks/windows.ts';
import { fleetOf, fleetOfConfig } from './fleet.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('the window of a job', () => {
  test.each([
    ['of no known interval is the original', 10 * MINUTE, undefined, 10 * MINUTE],
    ['that runs every minute is the original', 10 * MINUTE, MINUTE, 10 * MINUTE],
    ['whose 2.5 intervals just fill the original', 10 * MINUTE, 4 * MINUTE, 10 * MINUTE],
    ['whose 2.5 intervals are a second longer', 10 * MINUTE, 4 * MINUTE + 1, 15 * MINUTE],
    ['whose 2.5 intervals just fill a rung', 10 * MINUTE, 6 * MINUTE, 15 * MINUTE],
    ['that runs every 15 min', 10 * MINUTE, 15 * MINUTE, HOUR],
    ['that runs every hour', 5 * MINUTE, HOUR, 3 * HOUR],
    ['that runs every 6 h', 5 * MINUTE, 6 * HOUR, 15 * HOUR],
    ['that runs daily', 10 * MINUTE, DAY, 3 * DAY],
    ['whose 2.5 intervals just fill 3 d', 10 * MINUTE, (3 * DAY) / 2.5, 3 * DAY],
    ['whose 2.5 intervals pass 3 d', 10 * MINUTE, (3 * DAY) / 2.5 + 1, undefined],
    ['of an original of its own keeps it', 7 * MINUTE, MINUTE, 7 * MINUTE],
    ['whose 2.5 intervals just fill such a one keeps it', 7 * MINUTE, 168, 7 * MINUTE],
    ['whose original is longer than its rung', 11 * MINUTE, 5 * MINUTE, 15 * MINUTE],
    ['whose original lies between rungs', 14 * MINUTE, 5.8 * MINUTE, 15 * MINUTE],
  ])('%s: %i s, interval %s s: %s s', (_, original, interval, expected) => {
    expect(windowFor(original, interval)).toBe(expected);
  });

  test('stands on the ladder', () => {
    expect(windowLadder.map(seconds => seconds / MINUTE)).toEqual([
      5, 10, 15, 30, 60, 180, 360, 900, 1440, 4320,
    ]);
  });
});

/** Windows with the matchers of their queries, a line each. */
function grouped(fleet: ReturnType<typeof fleetOf>, ...args: Parameters<typeof groupByWindow>[1]) {
  return groupByWindow(fleet, args).map(
    ({ windowSeconds, matchers }) => `${windowSeconds}: ${matchers.join(',')}`,
  );
}

describe('jobs that share a window', () => {
  const quick = 'quick: { interval: 1m }';
  const hourly = 'hourly: { interval: 1h }';
  const daily = 'daily: { interval: 1d }';
  const weekly = 'weekly: { interval: 7d }';

  test('are asked for at once, and the unlisted with those of their window', () => {
    expect(grouped(fleetOf(quick, hourly, 'other: { interval: 1h }'), 'duration')).toEqual([
      '600: job_name!~"hourly|other"',
      '10800: job_name=~"hourly|other"',
    ]);
  });

  test('need no matcher where all have one window', () => {
    expect(grouped(fleetOf(quick), 'duration')).toEqual(['600: ']);
  });

  test('are sorted by window, whatever their order in the config', () => {
    expect(grouped(fleetOf(daily, hourly, quick), 'duration')).toEqual([
      '600: job_name!~"daily|hourly"',
      '10800: job_name=~"hourly"',
      '259200: job_name=~"daily"',
    ]);
  });

  test('are asked once a window for two alerts, and unlisted ones in both of theirs', () => {
    expect(grouped(fleetOf(quick, hourly), 'failures', 'criticalFailures')).toEqual([
      '300: job_name!~"hourly"',
      '600: job_name!~"hourly"',
      '10800: job_name=~"hourly"',
    ]);
  });

  test('leave out a job without a window, also from the unlisted', () => {
    expect(grouped(fleetOf(quick, weekly), 'duration')).toEqual(['600: job_name!~"weekly"']);
  });

  test('find no unlisted ones where none are to be measured', () => {
    const fleet = fleetOfConfig(`${quick}\n  ${hourly}`, 'unlisted: { maximum: 0 }');
    expect(grouped(fleet, 'duration')).toEqual([
      '600: job_name=~"quick"',
      '10800: job_name=~"hourly"',
    ]);
  });

  test('leave out those that are not included', () => {
    const fleet = fleetOf(quick, hourly, 'plain: { interval: 1h, items: false }');
    const [open, slow] = groupByWindow(fleet, ['items'], job => job.hasItems);
    expect(open?.matchers).toEqual(['job_name!~"hourly|plain"']);
    expect(slow?.matchers).toEqual(['job_name=~"hourly"']);
  });
});
