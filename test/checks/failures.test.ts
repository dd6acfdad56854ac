import { describe, expect, it } from 'vitest';
import { failures, hasOnlyUnlistedStatus } from '../../lib/checks/failures.ts';
import type { JobFacts } from '../../lib/model/facts.ts';
import type { Job } from '../../lib/model/job.ts';
import {
  findAbove,
  HOUR,
  MINUTE,
  makeFacts,
  makeJob,
  makeRun,
  makeRuns,
  measure,
  minute,
  start,
} from './facts.ts';

const minutely = makeJob('{ interval: 1m }');
const hourly = makeJob('{ interval: 1h }');

function findRate(known: Partial<JobFacts>, at: number, job: Job = minutely) {
  return measure(failures, makeFacts(known), { job, at }).FailureRatePercent;
}

describe('a job has only runs whose status is not in the configuration', () => {
  it.each([
    ['if none so far had another', 'oos', 1, true],
    ['not if one succeeded', 'oos', 2, false],
    ['not if one failed', 'of', 1, false],
    ['not if one was skipped', 'ok', 1, false],
    ['not before its first run', '.o', 0, false],
    ['not if it has not run at all', '', 0, false],
  ])('%s', (_, letters, at, expected) => {
    expect(hasOnlyUnlistedStatus(makeFacts({ runs: makeRuns(letters) }), minute(at))).toBe(
      expected,
    );
  });

  it('not if a success and a failure, or a skipped run, ended in the same minute', () => {
    const runs = [makeRun(start, { succeeded: 1, failed: 1 })];
    expect(hasOnlyUnlistedStatus(makeFacts({ runs }), start)).toBe(false);
    const skipped = [makeRun(start, { succeeded: 1, skipped: 1 })];
    expect(hasOnlyUnlistedStatus(makeFacts({ runs: skipped }), start)).toBe(false);
  });
});

describe('the failure rate', () => {
  it('is that of the last ten minutes while nothing is raised', () => {
    expect(findRate({ runs: makeRuns('s*20') }, minute(19))).toBe(0);
  });

  it('is not above the warning limit while that is not raised', () => {
    const runs = makeRuns('s*30fs*30');
    expect(findRate({ runs }, minute(30))).toBe(5);
    expect(findAbove(at => findRate({ runs }, at), { limit: 5, minutes: 60 })).toBe('');
  });

  it('is above the limit exactly while the warning is raised', () => {
    const runs = makeRuns('s*30f*10s*30');
    expect(findAbove(at => findRate({ runs }, at), { limit: 5, minutes: 69 })).toBe('31-43');
    expect(findAbove(at => findRate({ runs }, at), { limit: 50, minutes: 69 })).toBe('32-43');
  });

  it('is not above the critical limit while only the warning is raised', () => {
    const runs = makeRuns(`s*30${'fss'.repeat(20)}`);
    const rates = Array.from({ length: 60 }, (_, count) => findRate({ runs }, minute(30 + count)));
    expect(Math.max(...rates.map(rate => rate ?? 0))).toBeGreaterThan(20);
    expect(Math.max(...rates.map(rate => rate ?? 0))).toBeLessThanOrEqual(50);
  });

  it('is not above the critical limit for long if only a third of the runs fails from then on', () => {
    const sync = makeJob('{ interval: 15m }');
    const runs = makeRuns(`s*30f*3sfsfsf${'ssf'.repeat(40)}`, 15 * MINUTE);
    const above = findAbove(at => findRate({ runs }, at, sync), { limit: 50, minutes: 1500 });
    expect(above).toBe('465-1094');
  });

  it('is not known while no run ended with a status that the configuration lists', () => {
    expect(findRate({ runs: makeRuns('o*20') }, minute(19))).toBeUndefined();
    expect(findRate({ runs: makeRuns('o*19s') }, minute(19))).toBe(0);
    expect(findRate({ runs: makeRuns('f*10o*10') }, minute(12))).toBeGreaterThan(5);
    expect(findRate({ runs: makeRuns('s*5o*200') }, minute(204))).toBe(0);
  });

  it('is 0 if nothing ran while the job was watched', () => {
    expect(findRate({}, start)).toBe(0);
  });

  it('is not known if nothing ran and the job was not watched for half the window', () => {
    expect(findRate({ watched: [{ from: start, to: minute(99) }] }, minute(2))).toBeUndefined();
    expect(findRate({ watched: [{ from: start, to: minute(99) }] }, minute(5))).toBe(0);
  });

  it('is known for the runs that ended, even if the job was not watched for half the window', () => {
    const runs = makeRuns('s*19f');
    const watched = [{ from: minute(50), to: minute(99) }];
    expect(findRate({ runs, watched }, minute(19))).toBeLessThanOrEqual(5);
    expect(findRate({ runs, watched }, minute(19))).toBeGreaterThan(0);
  });

  it('is not known for a job that was never seen', () => {
    expect(failures.evaluate(makeFacts({ seen: undefined }), minutely, start)).toEqual([]);
  });

  it('stays as judged while nothing runs, because that is no recovery', () => {
    const runs = makeRuns('s*30f*10.*30');
    expect(findRate({ runs }, minute(60))).toBe(100);
    const watched = [{ from: start, to: minute(41) }];
    expect(findRate({ runs, watched }, minute(60))).toBe(100);
  });

  it('is that of the last ten minutes while that is above the limit, otherwise that of the incident', () => {
    const runs = makeRuns('s*30f*10s*30');
    expect(findRate({ runs }, minute(42))).toBe(70);
    const steady = makeRuns(`${'s'.repeat(14)}f`.repeat(30));
    expect([434, 444].map(count => findRate({ runs: steady }, minute(count)))).toEqual([
      10,
      300 / 43,
    ]);
  });

  it('stays above only the warning limit while only the warning is raised and nothing runs', () => {
    const runs = makeRuns(`s*30${'fss'.repeat(20)}.*30`);
    const watched = [{ from: start, to: minute(90) }];
    expect(findRate({ runs, watched }, minute(115))).toBeCloseTo(700 / 19, 9);
  });

  it('counts a partial run as a run, but not as a failure', () => {
    const runs = makeRuns('sof', HOUR);
    expect(
      findRate({ runs }, minute(120), makeJob('{ interval: 1h, failures: { warning: 40 } }')),
    ).toBeCloseTo(100 / 3, 9);
  });

  it('is known from the minute in which the job was first seen', () => {
    const seen = { from: minute(5), to: minute(99) };
    expect([4, 5].map(count => findRate({ seen }, minute(count)))).toEqual([undefined, 0]);
  });

  it('is above the critical limit according to the critical window of the configuration', () => {
    const job = makeJob('{ interval: 1m, failures: { criticalWindow: 4m } }');
    const runs = makeRuns('s*30fffs*30');
    expect(findAbove(at => findRate({ runs }, at, job), { limit: 50, minutes: 60 })).toBe('32-33');
  });

  it('is the plain rate of a window that the configuration sets', () => {
    const job = makeJob('{ interval: 1m, failures: { window: 20m } }');
    const runs = makeRuns('s*30fs*30');
    expect(findRate({ runs }, minute(31), job)).toBe(5);
    const twice = makeRuns('s*30ffs*30');
    expect(findRate({ runs: twice }, minute(31), job)).toBe(10);
  });
});

describe('the number of runs', () => {
  it('is per minute over ten minutes, or over two and a half intervals of a slower job', () => {
    const found = measure(failures, makeFacts({ runs: makeRuns('s*16fofs') }), {
      job: minutely,
      at: minute(19),
    });
    expect(found).toMatchObject({
      RunsPerMinute: 1,
      SuccessesPerMinute: 0.7,
      FailuresPerMinute: 0.2,
    });
    const slow = makeFacts({ runs: makeRuns('s*9', HOUR) });
    expect(measure(failures, slow, { job: hourly, at: minute(480) }).RunsPerMinute).toBe(3 / 150);
  });
});
