import type { Source } from '../model/job.ts';
import { type Matcher, select } from './promql.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * A counter's last value is remembered this long, in seconds, over missed scrapes and short
 * outages of its target.
 */
const memorySeconds = 10 * MINUTE;

/**
 * A slow run takes five minutes or more, so no series of a slow run can be born sooner after a
 * restart; a shorter memory keeps the old process's buckets from hiding the new one's first.
 */
const bucketMemorySeconds = 5 * MINUTE;

/** A fresh process has done no more than this many runs of a job before its first scrape. */
const freshRuns = 2;

/** What is counted: a counter metric, over a window, summed by these labels. */
export type Count = Readonly<{
  metric: string;
  /** The counter of runs, where `metric` counts many events a run: it tells a fresh process. */
  runs?: string;
  matchers: readonly Matcher[];
  windowSeconds: number;
  by: readonly string[];
}>;

/**
 * PromQL for the events of a counter in the window that ends now, as whole numbers.
 *
 * `increase` will not do: it extrapolates to the window's edges (one failure becomes 1.1, and
 * where a replaced pod's series ends in the window the two statuses are stretched differently),
 * it cannot see the event with which a series is born, and its value wavers as samples slide over
 * the edge, which makes an alarm flap. So the window is cut into steps on a fixed grid, what a
 * step brought is decided once, from that step alone, and the window adds up its steps.
 *
 * The window reaches back `windowSeconds - 1`, so that it holds the same number of steps whether
 * a server takes its left end in (Prometheus 2) or leaves it out (Prometheus 3).
 */
export function countEvents(source: Source, count: Count): string {
  const selector = select(source, count.metric, count.matchers);
  const runs = count.runs === undefined ? undefined : select(source, count.runs, count.matchers);
  return overWindow(count, step => increment(source, { selector, runs, step }));
}

/** The same for a histogram's buckets: fewer cases, as there are ten times as many series. */
export function countBuckets(source: Source, count: Count): string {
  const selector = select(source, count.metric, count.matchers);
  const observations = select(source, count.metric.replace(/_bucket$/, '_count'), count.matchers);
  return overWindow(count, step =>
    bucketIncrement(selector, step, watchedBefore(source, step, observations)),
  );
}

/**
 * PromQL for the highest that `value`, a vector by job, was at the steps of the window in which a
 * counter gained; jobs whose counter gained nothing are left out.
 */
export function highestAtEvents(source: Source, count: Omit<Count, 'by'>, value: string): string {
  const { job } = source.labels;
  const selector = select(source, count.metric, count.matchers);
  const highest = (seconds: number, step: number) => {
    const gained = `sum by (${job}) (${increment(source, { selector, runs: undefined, step })})`;
    return `max_over_time(((${value}) and on (${job}) (${gained}))[${seconds - 1}s:${step}s])`;
  };
  const step = stepOf(count.windowSeconds);
  const whole = highest(count.windowSeconds, step);
  if (step === MINUTE) return whole;
  return `max by (${job}) (${markParts([whole, highest(step, MINUTE)])})`;
}

/**
 * The grid, in seconds: the cost is the number of steps, so it is coarser for jobs that run so
 * rarely that two of their runs never fall into one step.
 */
export function stepOf(windowSeconds: number): number {
  if (windowSeconds <= HOUR) return MINUTE;
  if (windowSeconds <= 24 * HOUR) return 5 * MINUTE;
  return 15 * MINUTE;
}

function overWindow(count: Count, gainedIn: (step: number) => string): string {
  const by = count.by.join(', ');
  const gained = (step: number) => `sum by (${by}) (${gainedIn(step)})`;
  const step = stepOf(count.windowSeconds);
  const whole = `sum_over_time((${gained(step)})[${count.windowSeconds - 1}s:${step}s])`;
  if (step === MINUTE) return whole;
  return `sum by (${by}) (${markParts([whole, begunStep(gained(MINUTE), step)])})`;
}

/** The union of vectors that may have the same labels. */
function markParts(parts: readonly string[]): string {
  return parts
    .map((part, index) => `label_replace(${part}, "part", "${index}", "", "")`)
    .join(' or ');
}

/** More than a counter gains within one coarse step; two such numbers fit into a double. */
const digit = 2 ** 26;

/**
 * The minutes of a coarse step that has begun and not ended, so that what happens counts at once.
 * PromQL cannot ask for "since the last multiple of five minutes". But a minute can tell whether
 * its step is an even or an odd one, and the last minutes, fewer than a step has, lie in two steps
 * at most. So the odd step's minutes are added up in a higher digit, and the present minute reads
 * the digit of its own step; where a step has just ended, there is nothing to add.
 */
function begunStep(gained: string, step: number): string {
  const minutesInto = `(time() - time() % 60 + ${step - MINUTE})`;
  const place = `${digit} ^ ((${minutesInto} - ${minutesInto} % ${step}) / ${step} % 2)`;
  const range = `[${step - MINUTE - 1}s:1m]`;
  const both = `sum_over_time((${gained} * ${place})${range})`;
  return `floor(${both} / ${place}) % ${digit} * (time() % ${step} >= bool 60)`;
}

type Step = Readonly<{ selector: string; runs: string | undefined; step: number }>;

/**
 * What each series gained in the step that ends now; series that gained nothing are left out.
 * In this order, the first that applies:
 * 1. A series that had no sample in the step before, of a process that has run once or twice, while
 *    its target was scraped in that step (the process was restarted: even an equal value is new),
 *    or is itself new among targets that were watched (its first scrape came after its first run).
 * 2. It fell: the process was restarted, and all is new, as is what it had gained before. A run
 *    that takes its process with it is often scraped only once between the two.
 * 3. It grew since it was last seen.
 * 4. It was never seen although its target was being watched: it is born, and all is new.
 * What is seen for the first time together with its target is none of these: a Prometheus that
 * begins to look at large counters sees no burst.
 */
function increment(source: Source, { selector, runs, step }: Step): string {
  const target = 'on (job, instance)';
  const now = `last_over_time(${selector}[${step}s])`;
  const known = `last_over_time(${selector}[${step + memorySeconds}s] offset ${step}s)`;
  const peak = `max_over_time(${selector}[${step}s])`;
  const young = `(${now} unless count_over_time(${selector}[${step}s] offset ${step}s))`;
  const few = ofFreshProcess(source, { young, runs, step });
  const begun = `(${few} and ${target} (${scrapedBefore(source, step)} or ${newTarget(source, step)}))`;
  const fallen = `((${now} < ${known} or ${now} < ${peak}) + clamp_min(${peak} - ${known}, 0))`;
  const grown = `((${now} - ${known}) > 0)`;
  const born = `((${young} unless ${known}) and ${target} ${watchedBefore(source, step, selector)})`;
  return `${begun} or ${fallen} or ${grown} or ${born}`;
}

/** Of the young series those of a job that the process has run no more than `freshRuns` times. */
function ofFreshProcess(
  source: Source,
  { young, runs, step }: Readonly<{ young: string; runs: string | undefined; step: number }>,
): string {
  const process = `job, instance, ${source.labels.job}`;
  if (runs === undefined) {
    return `((${young} <= ${freshRuns}) unless on (${process}) (${young} > ${freshRuns}))`;
  }
  const ran = `sum by (${process}) (last_over_time(${runs}[${step}s]))`;
  return `(${young} and on (${process}) (${ran} <= ${freshRuns}))`;
}

function bucketIncrement(selector: string, step: number, watched: string): string {
  const now = `last_over_time(${selector}[${step}s])`;
  const known = `last_over_time(${selector}[${step + bucketMemorySeconds}s] offset ${step}s)`;
  const born = `((${now} unless ${known}) and on (job, instance) ${watched})`;
  return `((${now} - ${known}) > 0) or (${now} < ${known}) or ${born}`;
}

/** Targets that answered a scrape in the step before. */
function scrapedBefore(source: Source, step: number): string {
  return `(max_over_time(${select(source, 'up')}[${step}s] offset ${step}s) == 1)`;
}

/**
 * Targets that answered a scrape within the memory before this step; where nobody keeps `up`, as
 * behind a remote write that drops it, those that exported the metric then.
 */
function watchedBefore(source: Source, step: number, selector: string): string {
  const range = `[${step + memorySeconds}s] offset ${step}s`;
  const exported = `group by (job, instance) (last_over_time(${selector}${range}))`;
  return `(max_over_time(${select(source, 'up')}${range}) == 1 or ${exported})`;
}

/**
 * Targets nobody knew an hour ago, in a scrape job that has been watched for longer than the
 * longest scrape interval: a Prometheus that begins, or comes back, scrapes one target a little
 * after the other, and the last is no newer than the first.
 */
function newTarget(source: Source, step: number): string {
  const up = select(source, 'up');
  const known = `count_over_time(${up}[1h] offset ${step}s)`;
  const siblings = `count_over_time(${up}[${step + memorySeconds}s] offset ${step + MINUTE}s)`;
  return `((count_over_time(${up}[${step}s]) unless ${known}) and on (job) ${siblings})`;
}
