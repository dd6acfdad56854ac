import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { staleness } from '../../lib/checks/staleness.ts';
import type { JobFacts } from '../../lib/model/facts.ts';
import type { Job } from '../../lib/model/job.ts';
import { gapAround, nextDue } from '../../lib/schedule/due.ts';
import { earlySeconds } from '../../lib/schedule/unmet.ts';
import { parse } from '../config/parse.ts';
import { makeSource, readSeries } from '../history/facts.ts';
import { cron, zoneAndTime } from '../schedule/arbitrary.ts';

// finding the hours in which eight zones change their clocks takes seconds of work
vi.setConfig({ testTimeout: 120_000 });

const [minute, hour, day] = [60, 3600, 86_400];
const source = makeSource('{ preset: jobs, lastSuccess: false }');
const longestSpan = 60 * day;
const mostRuns = 12;
const mostSamples = 1500;
const never = Number.POSITIVE_INFINITY;
/** A missed run must be known within this time after its grace. */
const knownWithin = 5 * minute;

type ScheduledLife = Readonly<{
  job: Job;
  due: readonly number[];
  successes: readonly number[];
  restarts: readonly number[];
  from: number;
  to: number;
  stepSeconds: number;
}>;

function findJob(text: string, timezone: string): Job {
  const config = `prometheus: { url: "http://p" }\njobs: { a: { schedule: ${JSON.stringify(text)}, timezone: ${timezone} } }`;
  const [job] = parse(config).fleet.jobs;
  if (job === undefined) throw new Error('there is no job');
  return job;
}

const share = fc.double({ min: -1, max: 1, noNaN: true });

/** A scheduled job with a run at each due time, a little early or late, and restarts between some. */
const scheduledLife: fc.Arbitrary<ScheduledLife> = fc
  .tuple(
    cron,
    zoneAndTime,
    fc.array(fc.tuple(share, fc.boolean()), { minLength: mostRuns, maxLength: mostRuns }),
  )
  .map(([text, { timezone, at }, moves]) => {
    const job = findJob(text, timezone);
    const schedule = job.schedule ?? { crons: [], timezone, except: [] };
    const due: number[] = [];
    for (let next = nextDue(schedule, at); next !== undefined && due.length < mostRuns; ) {
      if (next > at + longestSpan) break;
      due.push(next);
      next = nextDue(schedule, next);
    }
    const to = (due.at(-1) ?? at) + 4 * hour;
    const stepSeconds = Math.ceil(Math.max(minute, (to - at) / mostSamples) / minute) * minute;
    const successes = due.map((each, index) => {
      const [move = 0] = moves[index] ?? [];
      const latest = 0.5 * Math.min(gapAround(schedule, each), hour);
      return each + move * (move < 0 ? earlySeconds(schedule, each) : latest);
    });
    const restarts = successes.flatMap((success, index) => {
      const [next = never, , , fourth = never] = successes.slice(index + 1);
      // real scrapes are never so rare that a new process has ended four runs before its first
      const isSeen = next - success > 6 * stepSeconds && fourth - next > stepSeconds;
      return moves[index]?.[1] && isSeen ? [success + 3 * stepSeconds] : [];
    });
    return { job, due, successes, restarts, from: at - minute, to, stepSeconds };
  });

/** What scrapes show of a process that counts successes from 0 after each restart. */
function scrape({ successes, restarts, from, to, stepSeconds }: ScheduledLife): JobFacts {
  const times: number[] = [];
  for (let time = Math.ceil(from / minute) * minute; time <= to; time += stepSeconds)
    times.push(time);
  const target = { job: 'app', instance: 'app:1' };
  const counts = times.map(time => {
    const since = restarts.findLast(restart => restart <= time);
    const count = successes.filter(each => each <= time && each > (since ?? 0)).length;
    return count === 0 && since !== undefined ? undefined : { time, count };
  });
  const seen = counts.filter(each => each !== undefined);
  const labels = { ...target, job_name: 'a', status: 'success', __name__: 'job_execution_total' };
  const history = readSeries(
    [
      { labels: { ...target, __name__: 'up' }, times, values: times.map(() => 1) },
      { labels, times: seen.map(({ time }) => time), values: seen.map(({ count }) => count) },
    ],
    source,
  );
  return history.findFacts({ seriesName: 'a', intervalSeconds: undefined });
}

function measureOverdue(facts: JobFacts, job: Job, at: number): number {
  const found = staleness.evaluate(facts, job, Math.ceil(at / minute) * minute);
  return found.find(({ metric }) => metric === 'SecondsOverdue')?.value ?? 0;
}

const findGrace = (job: Job) => job.alerts.BackgroundJobNotRunning?.limit ?? 0;

test('a job that keeps its schedule is never late, through jitter, restarts and moved clocks', () => {
  fc.assert(
    fc.property(scheduledLife, life => {
      const facts = scrape(life);
      const grace = findGrace(life.job);
      const last = life.successes.at(-1) ?? life.from;
      // a success before the second scrape is not seen to happen
      const seen = life.successes.find(each => each > life.from + 2 * life.stepSeconds) ?? last;
      for (const each of life.due.filter(due => due > seen)) {
        const times = [each, each + grace, each + grace + knownWithin];
        for (const at of times.filter(time => time <= last)) {
          expect(measureOverdue(facts, life.job, at)).toBeLessThanOrEqual(grace);
        }
      }
    }),
    { numRuns: 40 },
  );
});

test('a job that misses a run is late within its grace and five minutes, unless it succeeds before', () => {
  fc.assert(
    fc.property(scheduledLife, fc.integer({ min: 1, max: mostRuns - 1 }), (life, missed) => {
      const due = life.due[missed];
      if (due === undefined) return;
      const successes = life.successes.filter((_, index) => index !== missed);
      const at = due + findGrace(life.job) + knownWithin;
      const next = life.successes[missed + 1] ?? Number.POSITIVE_INFINITY;
      // a success right before a due time is dated by the scrape after it
      const before = life.successes[missed - 1] ?? Number.NEGATIVE_INFINITY;
      const isClear = due - before > 2 * life.stepSeconds && next > at + life.stepSeconds;
      if (!isClear || at > life.to) return;
      const overdue = measureOverdue(scrape({ ...life, successes }), life.job, at);
      expect(overdue).toBeGreaterThan(findGrace(life.job));
    }),
    { numRuns: 40 },
  );
});
