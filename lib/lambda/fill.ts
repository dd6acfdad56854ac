import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { PrometheusError } from '../prometheus/errors.ts';
import type { Judge } from './dependencies.ts';
import { evaluateRound } from './evaluate-round.ts';
import { type Coverage, type MinuteSpan, planFill, withFailedFill, withFilled } from './gaps.ts';
import { formatMinute, toFailure } from './log.ts';
import { publish } from './publish.ts';
import { toRoundData } from './round-data.ts';

/** A span is begun only this early in a round of 50 s, and has this long to be read. */
const lastStartMilliseconds = 20_000;
const readMilliseconds = 12_000;

/**
 * Publishes missed minutes with their own timestamps, newest first, while time allows. Heartbeats
 * are left as they were: they tell of then. `started` is when the round began, on the monotonic
 * clock. Throws only where CloudWatch does not take the metrics.
 */
export async function fillGaps(judge: Judge, known: Coverage, started: number): Promise<Coverage> {
  const { log, monotonic } = judge.dependencies;
  let coverage = known;
  for (const span of planFill(coverage)) {
    if (monotonic() - started > lastStartMilliseconds) break;
    const { failure, published } = await fillSpan(judge, span);
    const failed = failure !== undefined;
    coverage = failed ? withFailedFill(coverage) : withFilled(coverage, span);
    log({
      level: failed ? 'WARN' : 'INFO',
      event: 'fill',
      at: formatMinute(span.to),
      filledMinutes: failed ? 0 : countMinutes(span),
      missedMinutes: coverage.missed.length,
      ...(failed ? { failure: toFailure(failure) } : { published }),
    });
    if (failed) break;
  }
  return coverage;
}

type Filled = Readonly<{ failure?: PrometheusError; published: number }>;

/** A minute at which nothing was known has nothing to publish, and is not looked at again. */
async function fillSpan(judge: Judge, span: MinuteSpan): Promise<Filled> {
  const { failures } = await judge.sources.read(span, readMilliseconds);
  const [failure] = [...failures.values()].flatMap(found => [...found.values()]);
  if (failure !== undefined) return { failure, published: 0 };
  const data: MetricDatum[] = [];
  for (let at = span.to; at >= span.from; at -= 60) data.push(...judgeMissed(judge, at));
  return { published: await publish(data, span.to, judge.dependencies) };
}

function judgeMissed(judge: Judge, at: number): MetricDatum[] {
  const { fleet } = judge.dependencies.config;
  const known = { histories: judge.sources.histories(), failures: new Map() };
  return toRoundData(judge, evaluateRound(fleet, known, at), judge.ratios.find);
}

function countMinutes({ from, to }: MinuteSpan): number {
  return (to - from) / 60 + 1;
}
