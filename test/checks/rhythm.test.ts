import { describe, expect, it } from 'vitest';
import { findAnchor, findHorizon } from '../../lib/checks/horizon.ts';
import { findJobRhythm, findScheduleRhythm } from '../../lib/checks/rhythm.ts';
import type { Job } from '../../lib/model/job.ts';
import {
  DAY,
  HOUR,
  MINUTE,
  makeFacts,
  makeJob,
  makeRun,
  makeRuns,
  minute,
  start,
} from './facts.ts';

const unlisted: Job = { ...makeJob('{ interval: 1h }'), listed: false, intervalSeconds: undefined };
const scheduled = (crons: string, timezone = 'UTC') =>
  makeJob(`{ schedule: ${crons}, timezone: ${timezone} }`);

const even = (seconds: number) => ({ everySeconds: seconds, longestSeconds: seconds });

describe('how often a job runs', () => {
  it('is its interval if it has one, whatever its runs show', () => {
    const facts = makeFacts({ runs: makeRuns('s*9', HOUR) });
    expect(findJobRhythm(makeJob('{ interval: 5m }'), facts, start + DAY)).toEqual(even(300));
  });

  it.each([
    ['every quarter of an hour', '"*/15 * * * *"', even(900)],
    ['every night', '"0 2 * * *"', even(DAY)],
    [
      'on workdays, with weekends between',
      '"0 2 * * 1-5"',
      { everySeconds: DAY, longestSeconds: 3 * DAY },
    ],
    ['by two crons together', '["0 2 * * *", "0 14 * * *"]', even(12 * HOUR)],
    [
      'on the first of the month',
      '"0 2 1 * *"',
      { everySeconds: (92 / 3) * DAY, longestSeconds: 31 * DAY },
    ],
  ])('follows from its schedule: %s', (_, crons, expected) => {
    expect(findJobRhythm(scheduled(crons), makeFacts(), start)).toEqual(expected);
  });

  it('has a weekend among its longest gaps on every day of the week', () => {
    const office = scheduled('"*/15 8-17 * * 1-5"');
    const week = Array.from({ length: 7 }, (_, day) => start + day * DAY + 9 * HOUR);
    expect(week.map(at => findJobRhythm(office, makeFacts(), at)?.longestSeconds)).toEqual(
      week.map(() => 62.25 * HOUR),
    );
    const mixed = scheduled('["0 * * * *", "30 9 * * 1-5"]');
    expect(findJobRhythm(mixed, makeFacts(), start + 9 * HOUR)?.longestSeconds).toBe(HOUR);
  });

  it('has the days without one of its crons among its longest gaps', () => {
    const mixed = scheduled('["0 2 * * *", "0 14 * * 1-5"]');
    const wednesday = start + 5 * DAY + 18 * HOUR;
    expect(findJobRhythm(mixed, makeFacts(), wednesday)?.longestSeconds).toBe(DAY);
  });

  it('has an excepted date among its longest gaps for a week', () => {
    const job = makeJob('{ schedule: "*/15 * * * *", except: ["2027-01-10"] }');
    const longest = (days: number) =>
      findJobRhythm(job, makeFacts(), start + days * DAY)?.longestSeconds;
    expect([0, 3, 9].map(longest)).toEqual([24.25 * HOUR, 24.25 * HOUR, HOUR / 4]);
  });

  it('is usually that of its last fifty gaps', () => {
    const job = scheduled('["*/5 * * * 1", "0 * * * 2-7"]');
    expect(findJobRhythm(job, makeFacts(), start + 12 * HOUR)?.everySeconds).toBe(HOUR);
  });

  it('is looked up once an hour, because due times hardly change', () => {
    const { schedule } = scheduled('"0 2 * * 1-5"');
    const find = (at: number) => schedule && findScheduleRhythm(schedule, at);
    expect(find(start + 3_599)).toBe(find(start));
    expect(find(start + 3_600)).not.toBe(find(start));
  });

  it('is not known if a schedule is due every few years', () => {
    expect(findJobRhythm(scheduled('"0 0 29 2 *"'), makeFacts(), start)).toBeUndefined();
  });

  it('includes the gap that has not ended yet among its longest', () => {
    const dates = '["2027-01-15", "2027-01-16", "2027-01-17"]';
    const job = makeJob(`{ schedule: "0 2 * * *", except: ${dates} }`);
    const longest = (at: number) => findJobRhythm(job, makeFacts(), at)?.longestSeconds;
    expect([start, start + DAY, start + 20 * DAY].map(longest)).toEqual([4 * DAY, 4 * DAY, DAY]);
  });

  it('is learnt from the newest runs alone', () => {
    const runs = [...makeRuns('s*60', HOUR), ...makeRuns('s*60', 600, start + 60 * HOUR)];
    expect(findJobRhythm(unlisted, makeFacts({ runs }), start + 99 * HOUR)).toEqual(even(600));
  });

  it('is learnt from its last fifty gaps, however few runs there are', () => {
    const runs = [...makeRuns('s*15', HOUR), ...makeRuns('s*45', 600, start + 15 * HOUR)];
    expect(findJobRhythm(unlisted, makeFacts({ runs }), start + 99 * HOUR)).toEqual({
      everySeconds: 600,
      longestSeconds: HOUR,
    });
  });

  it('is learnt from its runs if nothing else is known about the job', () => {
    const facts = makeFacts({ runs: makeRuns('s*9', 600) });
    expect(findJobRhythm(unlisted, facts, minute(90))).toEqual(even(600));
  });

  it('is not learnt from runs that were not yet known', () => {
    const facts = makeFacts({ runs: makeRuns('s*9', 600) });
    expect(findJobRhythm(unlisted, facts, minute(10))).toBeUndefined();
    expect(findJobRhythm(unlisted, facts, minute(20))).toEqual(even(600));
  });

  it('is learnt from the times of its successes if nothing counts its runs', () => {
    const successes = [0, 60, 120, 180].map(at => ({ at: minute(at), time: minute(at) }));
    expect(findJobRhythm(unlisted, makeFacts({ successes }), minute(200))).toEqual(even(HOUR));
    expect(findJobRhythm(unlisted, makeFacts({ successes }), minute(100))).toBeUndefined();
    const runs = makeRuns('ss', 600);
    expect(findJobRhythm(unlisted, makeFacts({ runs, successes }), minute(200))).toEqual(
      even(HOUR),
    );
  });

  it('is learnt from timestamps that several instances each write', () => {
    const successes = [0, 60, 120, 180].flatMap(at =>
      [0, 5].map(seconds => ({ at: minute(at), time: minute(at) + seconds })),
    );
    expect(findJobRhythm(unlisted, makeFacts({ successes }), minute(200))).toEqual({
      everySeconds: HOUR,
      longestSeconds: HOUR - 5,
    });
  });

  it('is learnt from successes more than half a minute apart', () => {
    const pairs = (seconds: number) => ({
      successes: [0, 60, 120, 180].flatMap(at =>
        [0, seconds].map(more => ({ at: minute(at), time: minute(at) + more })),
      ),
    });
    const every = (seconds: number) =>
      findJobRhythm(unlisted, makeFacts(pairs(seconds)), minute(200))?.everySeconds;
    expect([30, 31].map(every)).toEqual([HOUR, MINUTE]);
  });

  it('is learnt including its longest gap, during which it is not late yet', () => {
    const runs = [0, 60, 120, 300, 360].map(at => makeRun(minute(at), { succeeded: 1 }));
    expect(findJobRhythm(unlisted, makeFacts({ runs }), minute(400))).toEqual({
      everySeconds: HOUR,
      longestSeconds: 3 * HOUR,
    });
  });
});

describe('the judged time', () => {
  const hours = (job: Job) => findHorizon(job, start) / HOUR;

  it.each([
    [
      'of a job that runs every minute: two windows of 320 runs',
      '{ interval: 1m }',
      (2 * 320) / 60,
    ],
    ['of a job that runs every ten seconds: six hours', '{ interval: 10s }', 6],
    ['of an hourly job: two windows of 26 hours', '{ interval: 1h }', 52],
    ['of a weekly job: its last four runs', '{ interval: 7d }', 4.25 * 7 * 24],
    ['of a nightly job: its last four runs', '{ schedule: "0 2 * * *" }', 4.25 * 24],
    [
      'of a job of workdays: until it is late after a weekend',
      '{ schedule: "0 2 * * 1-5" }',
      7 * 24,
    ],
  ])('%s', (_, settings, expected) => {
    expect(hours(makeJob(settings))).toBeCloseTo(expected, 9);
  });

  it('is a little more than a day for a job about which nothing is known', () => {
    expect(hours(unlisted)).toBe(26);
  });

  it('begins at a time that moves in steps, and is never shorter than the horizon', () => {
    const horizon = 52 * HOUR;
    const anchors = Array.from({ length: 1_440 }, (_, count) => findAnchor(horizon, minute(count)));
    expect(new Set(anchors).size).toBeLessThanOrEqual(3);
    anchors.forEach((anchor, count) => {
      expect(minute(count) - anchor).toBeGreaterThanOrEqual(horizon);
      expect(minute(count) - anchor).toBeLessThan(1.25 * horizon + MINUTE);
    });
  });
});
