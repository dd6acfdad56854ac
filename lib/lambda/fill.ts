import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { Check } from '../checks/check.ts';
import { deriveAt, queriesOf } from '../checks/run.ts';
import { toData } from '../cloudwatch/datum.ts';
import { withinDeadline } from '../prometheus/deadline.ts';
import { PrometheusError } from '../prometheus/errors.ts';
import { readHistory } from '../prometheus/history.ts';
import { boundedAnswers } from './bounded-answers.ts';
import { type Coverage, type MinuteSpan, planFill, withFailedFill, withFilled } from './gaps.ts';
import { failureOf, isoMinute } from './log.ts';
import { publish, type Surroundings } from './run-check.ts';

/** A span is begun only this early in a run of 50 s, and has this long to be answered. */
const lastStartMilliseconds = 20_000;
const askMilliseconds = 12_000;

/** What to fill, and when the run began on the monotonic clock, in milliseconds. */
export type FillTask = Readonly<{ check: Check; coverage: Coverage; started: number }>;

/**
 * Publishes missed minutes with their own timestamps, newest first, while time allows. Heartbeats
 * and the source's state are left as they were: they tell of then. Never throws for the source.
 */
export async function fillGaps(task: FillTask, surroundings: Surroundings): Promise<Coverage> {
  let { coverage } = task;
  for (const span of planFill(coverage)) {
    if (surroundings.monotonic() - task.started > lastStartMilliseconds) break;
    const result = await fillSpan(task.check, span, surroundings).catch(prometheusErrorOnly);
    const failed = result instanceof PrometheusError;
    coverage = failed ? withFailedFill(coverage) : withFilled(coverage, span);
    surroundings.log({
      level: failed ? 'WARN' : 'INFO',
      event: 'fill',
      check: task.check.name,
      at: isoMinute(span.to),
      filledMinutes: failed ? 0 : minutesIn(span),
      missedMinutes: coverage.missed.length,
      ...(failed ? { failure: failureOf(result) } : { published: result }),
    });
    if (failed) break;
  }
  return coverage;
}

async function fillSpan(
  check: Check,
  span: MinuteSpan,
  surroundings: Surroundings,
): Promise<number> {
  const { url } = surroundings.config.connection;
  const data = await withinDeadline(askMilliseconds, url, () =>
    readSpan(check, span, surroundings),
  );
  return publish(data, { check, at: span.to, surroundings });
}

/** A minute at which Prometheus knew nothing has nothing to publish, and is not asked for again. */
async function readSpan(
  check: Check,
  { from, to }: MinuteSpan,
  { config, prometheus }: Surroundings,
): Promise<MetricDatum[]> {
  const { fleet } = config;
  const queries = queriesOf(check, fleet);
  const { delaySeconds } = fleet;
  const data: MetricDatum[] = [];
  for await (const { at, samples } of readHistory(boundedAnswers(prometheus), queries, {
    from,
    to,
    delaySeconds,
  })) {
    const derived = deriveAt(check, { samples, fleet, at });
    if (derived === undefined) continue;
    data.push(...toData({ check, measurements: derived.measurements, fleet, at }));
  }
  return data;
}

function minutesIn({ from, to }: MinuteSpan): number {
  return (to - from) / 60 + 1;
}

function prometheusErrorOnly(error: unknown): PrometheusError {
  if (error instanceof PrometheusError) return error;
  throw error;
}
