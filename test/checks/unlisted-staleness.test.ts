import { describe, expect, it } from 'vitest';
import { staleness } from '../../lib/checks/staleness.ts';
import type { JobFacts } from '../../lib/model/facts.ts';
import type { Job } from '../../lib/model/job.ts';
import { DAY, HOUR, makeFacts, makeJob, makeRuns, start } from './facts.ts';

const job: Job = { ...makeJob('{ interval: 1h }'), listed: false, intervalSeconds: undefined };

/** Twenty days before the example, which begins on a Friday. */
const days = Array.from({ length: 20 }, (_, index) => start - (20 - index) * DAY);
const isWorkday = (time: number) => ![0, 6].includes(new Date(time * 1000).getUTCDay());

/**
 * Age and limits at an hour of the example, in hours, of a job that last succeeded at another hour.
 */
function findAge(known: Partial<JobFacts>, success: number, at: number) {
  const time = start + success * HOUR;
  const facts = makeFacts({ successes: [{ at: time, time }], ...known });
  const [found] = staleness.evaluate(facts, job, start + at * HOUR);
  if (found === undefined) return undefined;
  const limits = Object.values(found.limits ?? {}).map((limit = 0) => limit / HOUR);
  return { age: found.value / HOUR, limits };
}

const ranIn = (ran: readonly number[]) => ({ hours: { from: start - 40 * DAY, ran } });

it('the hours of an unlisted job are learnt once a day', () => {
  let reads = 0;
  const hours = {
    from: start - 40 * DAY,
    get ran() {
      reads += 1;
      return days.map(day => day + 8 * HOUR);
    },
  };
  for (const at of [2, 3, 12]) findAge({ hours }, -1, at);
  expect(reads).toBe(1);
  findAge({ hours }, -1, 26);
  expect(reads).toBe(2);
});

describe('an unlisted job that runs in office hours is late', () => {
  const office = ranIn(
    days
      .filter(isWorkday)
      .flatMap(day => Array.from({ length: 9 }, (_, i) => day + (8 + i) * HOUR)),
  );

  it('two hours after it is due in the morning, and critically so a day after', () => {
    // its last success was at 16:15, and it is due at 8:00
    expect(findAge(office, -7.75, 3)?.age).toBe(10.75);
    expect(findAge(office, -7.75, 3)?.limits).toEqual([15.75 + 2, 15.75 + 24]);
  });

  it('by Monday, if it last succeeded on Friday', () => {
    expect(findAge(office, 16.25, 72)?.limits).toEqual([63.75 + 2, 63.75 + 24]);
  });

  it('not for an hour in which it has just succeeded', () => {
    expect(findAge(office, 8 - 24, 3)?.limits).toEqual([2 + 2, 2 + 24]);
  });
});

describe('an unlisted job without a schedule', () => {
  const often = ranIn(days.flatMap(day => [0, 6, 12, 18].map(hour => day + hour * HOUR)));
  const irregular = ranIn([0, 5, 30, 100, 150, 300, 310].map(hour => start + (hour - 330) * HOUR));
  const runs = (hours: number) => ({
    runs: makeRuns('s*9', hours * HOUR, start - 9 * hours * HOUR),
  });

  it('is late after two and a half intervals, and critically so after four or a day', () => {
    expect(findAge(often, -6, 3)).toEqual({ age: 9, limits: [15, 24] });
  });

  it('is late by the gaps between its runs if those are counted', () => {
    expect(findAge({ ...often, ...runs(12) }, -6, 3)?.limits).toEqual([30, 48]);
    expect(findAge(runs(12), -6, 3)?.limits).toEqual([30, 48]);
  });

  it('is no less late because runs that fail are further apart than those before', () => {
    const good = makeRuns('s*9', HOUR, start - 9 * HOUR);
    const bad = makeRuns('ff', 3 * HOUR, start + HOUR);
    const young = [...makeRuns('s', HOUR, start - HOUR), ...bad];
    expect(findAge({ runs: [...good, ...bad] }, -1, 5)?.limits).toEqual([2.5, 24]);
    expect(findAge({ runs: young }, -1, 5)?.limits).toEqual([7.5, 24]);
  });

  it('is late by half of its longest gap if it has no rhythm', () => {
    expect(findAge(irregular, -20, 3)?.limits).toEqual([2.5 * 75, 4 * 75]);
    expect(findAge({ ...irregular, ...runs(100) }, -20, 3)?.limits).toEqual([250, 400]);
    expect(findAge({ ...irregular, ...runs(12) }, -20, 3)?.limits).toEqual([2.5 * 75, 4 * 75]);
  });

  it('is not late if nothing is known about its rhythm or its success', () => {
    expect(findAge(ranIn([]), -6, 3)).toBeUndefined();
    expect(findAge({ ...often, successes: [] }, -6, 3)).toBeUndefined();
  });

  it('has no negative age if its clock is ahead', () => {
    expect(findAge(often, -6, -7)).toBeUndefined();
    const success = { at: start, time: start + HOUR };
    expect(findAge({ ...often, successes: [success] }, 0, 0)?.age).toBe(0);
  });

  it('is judged by the same hours all day, and by different ones a day later', () => {
    const [first, second] = [1, 25].map(at => findAge(often, -6, at)?.limits);
    expect(first).toEqual(second);
    const stopped = ranIn([...often.hours.ran, ...[0, 1, 2].map(hour => start + hour * HOUR)]);
    const limits = [23, 24.5, 25].map(at => findAge(stopped, 2, at)?.limits);
    expect(limits[0]).toEqual(limits[1]);
  });
});
