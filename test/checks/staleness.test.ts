import { describe, expect, it } from 'vitest';
import { staleness } from '../../lib/checks/staleness.ts';
import type { JobFacts } from '../../lib/model/facts.ts';
import type { Job } from '../../lib/model/job.ts';
import {
  DAY,
  HOUR,
  MINUTE,
  makeFacts,
  makeJob,
  makeRuns,
  measure,
  minute,
  start,
} from './facts.ts';

const hourly = makeJob('{ interval: 1h }');
const makeNightly = () => makeJob('{ schedule: "0 2 * * *", timezone: Europe/Berlin }');

/** Successes at these minutes of the example, each known at once. */
const succeeded = (...minutes: readonly number[]) =>
  minutes.map(count => ({ at: minute(count), time: minute(count) }));

/** In minutes. */
function findAge(known: Partial<JobFacts>, at: number, job: Job = hourly): number | undefined {
  const found = measure(staleness, makeFacts(known), { job, at: minute(at) });
  const seconds = found.SecondsSinceSuccess ?? found.SecondsOverdue;
  return seconds === undefined ? undefined : seconds / MINUTE;
}

describe('the age of a job with an interval', () => {
  it('counts from its newest success', () => {
    expect(findAge({ successes: succeeded(0, 60) }, 75)).toBe(15);
  });

  it('does not include a success before it was seen', () => {
    const late = [...succeeded(0), { at: minute(62), time: minute(60) }];
    expect([61, 62].map(at => findAge({ successes: late }, at))).toEqual([61, 2]);
  });

  it('is never negative, although clocks differ', () => {
    expect(findAge({ successes: [{ at: start, time: start + 120 }] }, 0)).toBe(0);
  });

  it('counts from `since` if a success is expected only from then on', () => {
    const job = makeJob('{ interval: 1h, since: 2027-01-15T01:00:00Z }');
    expect(findAge({ successes: succeeded(0) }, 90, job)).toBe(30);
    expect(findAge({}, 90, job)).toBe(30);
  });

  it('is not known for a job that never succeeded, until it has been watched for too long', () => {
    const young = {
      watched: [{ from: start, to: minute(999) }],
      watchedFrom: undefined,
      seen: undefined,
    };
    expect(findAge(young, 120)).toBeUndefined();
    expect(findAge(young, 121)).toBe(121);
  });

  it('counts from when the job was first watched, however that is known', () => {
    const known = {
      watched: [{ from: minute(20), to: minute(999) }],
      watchedFrom: minute(10),
      seen: { from: minute(30), to: minute(999) },
    };
    expect(findAge(known, 200)).toBe(190);
    expect(findAge({ ...known, watchedFrom: undefined }, 200)).toBe(180);
    expect(findAge({ ...known, watchedFrom: undefined, watched: [] }, 200)).toBe(170);
  });

  it('is not known if the job was never watched', () => {
    expect(findAge({ watched: [], watchedFrom: undefined, seen: undefined }, 999)).toBeUndefined();
  });
});

describe('a job that is suspended', () => {
  const suspended = [{ from: minute(60), to: minute(600) }];

  it('has no age, and counts from the end of the suspension', () => {
    const known = { successes: succeeded(0), suspended };
    expect([59, 300, 600, 601, 660].map(at => findAge(known, at))).toEqual([
      59,
      undefined,
      undefined,
      1,
      60,
    ]);
    expect(findAge({ suspended, watched: [] }, 660)).toBe(60);
  });
});

describe('a job with a schedule', () => {
  // 02:00 in Berlin is 01:00 UTC, minute 60 of the example
  const before = succeeded(-1380 + 5);

  it('is not overdue before it is due, and then until it succeeds', () => {
    const known = { successes: [...before, ...succeeded(70)] };
    expect([59, 60, 69, 70, 200].map(at => findAge(known, at, makeNightly()))).toEqual([
      0, 0, 9, 0, 0,
    ]);
  });

  it('counts from the first due time that no success has met', () => {
    expect(findAge({ successes: before }, 60 + 2 * 1440 + 30, makeNightly())).toBe(2 * 1440 + 30);
  });

  it('is met by a success that is a little early', () => {
    expect(findAge({ successes: succeeded(58) }, 100, makeNightly())).toBe(0);
  });

  it('is not known before its first due time if it never succeeded', () => {
    const young = {
      watched: [{ from: start, to: minute(9_999) }],
      watchedFrom: start,
      seen: undefined,
    };
    expect([59, 61].map(at => findAge(young, at, makeNightly()))).toEqual([undefined, 1]);
  });

  it('is not known if it was never watched', () => {
    const known = { watched: [], watchedFrom: undefined, seen: undefined };
    expect(findAge(known, 9_999, makeNightly())).toBeUndefined();
  });

  it('is not due on an excepted date', () => {
    const job = makeJob(
      '{ schedule: "0 2 * * *", timezone: Europe/Berlin, except: ["2027-01-15"] }',
    );
    expect(findAge({ successes: before }, 600, job)).toBe(0);
  });

  it('has its own metric', () => {
    const found = measure(staleness, makeFacts({ successes: before }), {
      job: makeNightly(),
      at: start,
    });
    expect(Object.keys(found)).toEqual(['SecondsOverdue']);
  });
});

describe('an unlisted job', () => {
  const job: Job = { ...hourly, listed: false, intervalSeconds: undefined };
  const limitsAt = (known: Partial<JobFacts>, at: number) =>
    staleness.evaluate(makeFacts(known), job, minute(at))[0]?.limits;

  it('has no age before three of its runs were seen', () => {
    const two = { runs: makeRuns('ss', HOUR), successes: succeeded(0, 60) };
    expect(findAge(two, 90, job)).toBeUndefined();
    const three = { runs: makeRuns('sss', HOUR), successes: succeeded(0, 60, 120) };
    expect(findAge(three, 150, job)).toBe(30);
  });

  it('has limits from its own rhythm if that is slower than the usual limits', () => {
    const daily = { runs: makeRuns('ssss', DAY), successes: succeeded(0, 1440, 2880, 4320) };
    expect(limitsAt(daily, 4500)).toEqual({
      BackgroundJobNotRunning: 2.5 * DAY,
      BackgroundJobCriticallyStale: 4 * DAY,
    });
    const quick = { runs: makeRuns('ssss'), successes: succeeded(0, 1, 2, 3) };
    expect(limitsAt(quick, 4)).toEqual({
      BackgroundJobNotRunning: 2 * HOUR,
      BackgroundJobCriticallyStale: 24 * HOUR,
    });
  });
});
