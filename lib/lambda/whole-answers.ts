import type { TimeRange } from '../model/time-range.ts';
import type { RangeAnswer } from '../prometheus/answer.ts';
import type { Prometheus } from '../prometheus/client.ts';
import { PrometheusError } from '../prometheus/errors.ts';

type Samples = Prometheus['samples'];

/** The newest samples of each answer are compared, because the next query reads them again. */
const overlapSeconds = 300;

/**
 * The share of series that may be missing from an answer: copies of an HA pair differ by a scrape
 * or two.
 */
const toleratedShare = 0.2;

/**
 * How long to wait for lost data, in seconds. A Prometheus that has begun anew, without a past but
 * with new samples, will not get it back; half a store or a silent one may.
 */
const patienceSeconds = { begunAnew: 300, other: 3600 } as const;

/**
 * Selectors of slow jobs change with the jobs, so the number of remembered selectors is bounded.
 */
const mostSelectors = 500;

/** Series of a selector with samples after `from` and up to `to`, as an answer contained them. */
type Seen = Readonly<TimeRange & { series: number }>;

/**
 * The last complete answer, and a later one for another part of the range that has not been
 * compared yet.
 */
type Known = Readonly<{ seen: Seen; later?: Seen }>;

/**
 * Rejects answers that lack what was known a minute ago, such as those of a Prometheus that has
 * lost its disk, of an HA pair's empty copy, or of half a store. Scraped samples do not go away: a
 * target that is gone keeps its past, a store that is gone does not. Throws `partial`.
 */
export function createWholeSamples(samples: Samples): Samples {
  const known = new Map<string, Known>();
  // the last time at which an answer contained its past
  let intactAt = Number.NEGATIVE_INFINITY;
  return async (selector, span) => {
    const { seen, later } = known.get(selector) ?? {};
    const shared = seen === undefined ? undefined : findShared(span, seen);
    let answer = await samples(selector, span);
    if (seen !== undefined && shared !== undefined) {
      // the other copy of a pair may have what the first lacks
      if (lacks(answer, seen, shared)) answer = await samples(selector, span);
      if (!lacks(answer, seen, shared)) intactAt = Math.max(intactAt, span.to);
      else if (span.to - seen.to <= findPatience(answer, { seen, span, intactAt })) {
        throw describeLoss(answer, seen);
      }
    }
    const newest = findNewest(look(answer, span), later);
    if (seen === undefined && known.size >= mostSelectors) known.clear();
    const isCompared = shared !== undefined || seen === undefined;
    const isTooOld = seen !== undefined && newest.to - seen.to > patienceSeconds.other;
    if (isCompared || isTooOld) known.set(selector, { seen: findNewest(newest, seen) });
    else if (newest.to > seen.to) known.set(selector, { seen, later: newest });
    return answer;
  };
}

function findNewest(one: Seen, other: Seen | undefined): Seen {
  return other !== undefined && other.to >= one.to ? other : one;
}

/**
 * The part of a range in which an answer can be compared with earlier ones: at least half of it. A
 * long range is read in parts, the newest first, and one of two parts has this much.
 */
function findShared(span: TimeRange, seen: Seen): TimeRange | undefined {
  const from = Math.max(span.from, seen.from);
  const to = Math.min(span.to, seen.to);
  return seen.series > 0 && to - from >= (seen.to - seen.from) / 2 ? { from, to } : undefined;
}

function lacks(answer: RangeAnswer, seen: Seen, shared: TimeRange): boolean {
  return countSeries(answer, shared) < seen.series * (1 - toleratedShare);
}

type Loss = Readonly<{ seen: Seen; span: TimeRange; intactAt: number }>;

function findPatience(answer: RangeAnswer, { seen, span, intactAt }: Loss): number {
  const hasPast = countSeries(answer, seen) > 0 || intactAt > seen.to;
  const hasPresent = countSeries(answer, { from: seen.to, to: span.to }) > 0;
  return hasPresent && !hasPast ? patienceSeconds.begunAnew : patienceSeconds.other;
}

function look(answer: RangeAnswer, { from, to }: TimeRange): Seen {
  const span = { from: Math.max(from, to - overlapSeconds), to };
  return { ...span, series: countSeries(answer, span) };
}

function describeLoss(answer: RangeAnswer, seen: Seen): PrometheusError {
  return new PrometheusError({
    code: 'partial',
    problem: 'The answer lacks samples that Prometheus had a minute ago',
    received: `${countSeries(answer, seen)} series of that minute`,
    expected: `${seen.series}, as before`,
  });
}

function countSeries({ series }: RangeAnswer, { from, to }: TimeRange): number {
  return series.filter(({ times }) => times.some(time => time > from && time <= to)).length;
}
