import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { TimeRange } from '../model/time-range.ts';
import type { PrometheusError } from '../prometheus/errors.ts';
import type { Judge } from './dependencies.ts';
import { evaluateRound } from './evaluate-round.ts';
import { type Coverage, planFill, withFailedFill, withFilled } from './gaps.ts';
import { formatMinute, toFailure } from './log.ts';
import { publish } from './publish.ts';
import { toRoundData } from './round-data.ts';

/** Filling a span, or a minute of it, begins only this early in a round of 50 s. */
const lastStartMilliseconds = 20_000;
const lastMinuteMilliseconds = 30_000;

/** Reading a span may take this long. */
const readMilliseconds = 12_000;

/** At most this many metrics are collected before they are sent, about four calls. */
const mostHeld = 4_000;

/**
 * Publishes missed minutes with their own timestamps, newest first, while there is time. Heartbeats
 * are not filled, because they describe that time. `started` is when the round began, on the
 * monotonic clock. Throws only if CloudWatch does not accept the metrics.
 */
export async function fillGaps(judge: Judge, known: Coverage, started: number): Promise<Coverage> {
  const { log, monotonic } = judge.dependencies;
  let coverage = known;
  for (const span of planFill(coverage)) {
    if (monotonic() - started > lastStartMilliseconds) break;
    const { failure, filled, published } = await fillSpan(judge, span, started);
    coverage = filled === undefined ? withFailedFill(coverage) : withFilled(coverage, filled);
    log({
      level: failure === undefined ? 'INFO' : 'WARN',
      event: 'fill',
      at: formatMinute(span.to),
      filledMinutes: filled === undefined ? 0 : countMinutes(filled),
      missedMinutes: coverage.missed.length,
      ...(failure === undefined ? { published } : { failure: toFailure(failure) }),
    });
    if (filled?.from !== span.from) break;
  }
  return coverage;
}

/** `filled` is the newer part of the span for which there was time. */
type Filled = Readonly<{ failure?: PrometheusError; filled?: TimeRange; published: number }>;

/** A minute at which nothing was known has nothing to publish, and is not evaluated again. */
async function fillSpan(judge: Judge, span: TimeRange, started: number): Promise<Filled> {
  const { sources, dependencies } = judge;
  const { failures } = await sources.read(span, readMilliseconds);
  const [failure] = [...failures.values()].flatMap(found => [...found.values()]);
  if (failure !== undefined) return { failure, published: 0 };
  let held: MetricDatum[] = [];
  let published = 0;
  let from = span.to + 60;
  while (from > span.from && dependencies.monotonic() - started < lastMinuteMilliseconds) {
    from -= 60;
    held = held.concat(judgeMissed(judge, from));
    if (held.length < mostHeld && from > span.from) continue;
    published += await publish(held, from, dependencies);
    held = [];
  }
  published += await publish(held, from, dependencies);
  return { filled: { from, to: span.to }, published };
}

function judgeMissed(judge: Judge, at: number): MetricDatum[] {
  const { fleet } = judge.dependencies.config;
  const known = { histories: judge.sources.histories(), failures: new Map() };
  return toRoundData(judge, evaluateRound(fleet, known, at), judge.ratios.find);
}

function countMinutes({ from, to }: TimeRange): number {
  return (to - from) / 60 + 1;
}
