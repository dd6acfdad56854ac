import type { Check } from '../../lib/checks/check.ts';
import type { ItemFact, JobFacts, RunFact } from '../../lib/model/facts.ts';
import type { Job } from '../../lib/model/job.ts';
import { type Measurement, type MetricName, metricNames } from '../../lib/model/measurement.ts';
import { createFleet } from './fleet.ts';

/** Every example begins here, Unix seconds, on a whole day: 2027-01-15T00:00:00Z. */
export const start = 1_799_971_200;

export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 24 * HOUR;

/** Unix seconds of a minute of the example. */
export const minute = (count: number) => start + MINUTE * count;

/** Facts of a job that has been watched from a month before the example until a month after. */
export function makeFacts(known: Partial<JobFacts> = {}): JobFacts {
  const whole = { from: start - 30 * DAY, to: start + 30 * DAY };
  return {
    runs: [],
    items: [],
    durations: [],
    successes: [],
    queue: [],
    suspended: [],
    watched: [whole],
    watchedFrom: whole.from,
    seen: whole,
    bounds: [],
    ...known,
  };
}

/** The meaning of each letter; any other is a minute in which nothing ended. */
const outcomes = { s: 'succeeded', f: 'failed', k: 'skipped', o: 'other' } as const;

/**
 * Runs that end one after another from `start` on, one letter each: `ssf` are two good runs and a
 * bad one.
 */
export function makeRuns(letters: string, everySeconds = MINUTE, from = start): RunFact[] {
  return [...expand(letters)].flatMap((letter, index) => {
    if (!(letter in outcomes)) return [];
    const outcome = outcomes[letter as keyof typeof outcomes];
    const at = from + index * everySeconds;
    return [makeRun(at, { [outcome]: 1 })];
  });
}

/** Runs of one minute, all of one target. */
export function makeRun(at: number, counts: Partial<RunFact>): RunFact {
  const none = { succeeded: 0, failed: 0, skipped: 0, other: 0 };
  return {
    at,
    ...none,
    failedOn: counts.failed ? 1 : 0,
    succeededOn: counts.succeeded ? 1 : 0,
    ...counts,
  };
}

/** Minutes with items, as `succeeded/failed/skipped`, `everySeconds` apart. */
export function makeItems(text: string, everySeconds = MINUTE): ItemFact[] {
  return expand(text, ' ')
    .split(' ')
    .map((word, index) => {
      const [succeeded = 0, failed = 0, skipped = 0] = word.split('/').map(Number);
      return { at: start + index * everySeconds, succeeded, failed, skipped };
    });
}

/** `s*3` is `sss`, and `8/2*3` is `8/2 8/2 8/2`. */
function expand(text: string, joint = ''): string {
  const unit = joint === '' ? /([a-z.])\*(\d+)/g : /([\d/]+)\*(\d+)/g;
  return text.replace(unit, (_, repeated: string, count) =>
    Array.from({ length: Number(count) }, () => repeated).join(joint),
  );
}

/** The only job of a configuration, from its settings such as `{ interval: 5m }`. */
export function makeJob(settings: string): Job {
  const [job] = createFleet(`a: ${settings}`).jobs;
  if (job === undefined) throw new Error('there is no job');
  return job;
}

/** The results of a check at a minute of the example, by metric. */
export function measure(
  check: Check,
  facts: JobFacts,
  { job, at }: Readonly<{ job: Job; at: number }>,
): Partial<Record<MetricName, number>> {
  const found: readonly Measurement[] = check.evaluate(facts, job, at);
  const isWhole = ({ job: name, metric, value }: Measurement) =>
    name === job.name && metricNames.includes(metric) && typeof value === 'number';
  if (!found.every(isWhole)) throw new Error(`not measurements of ${job.name}`);
  return Object.fromEntries(found.map(({ metric, value }) => [metric, value]));
}

/** The minutes of the example at which a metric is above a limit, as spans such as `5-9`. */
export function findAbove(
  valueAt: (at: number) => number | undefined,
  { limit, minutes }: Readonly<{ limit: number; minutes: number }>,
): string {
  const stretches: { from: number; to: number }[] = [];
  for (let count = 0; count <= minutes; count += 1) {
    if ((valueAt(minute(count)) ?? limit) <= limit) continue;
    const last = stretches.at(-1);
    if (last?.to === count - 1) last.to = count;
    else stretches.push({ from: count, to: count });
  }
  return stretches.map(({ from, to }) => `${from}-${to}`).join(' ');
}
