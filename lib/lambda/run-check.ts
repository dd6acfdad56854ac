import type { Check } from '../checks/check.ts';
import { heartbeat, sourceReachable, toData } from '../cloudwatch/datum.ts';
import { PublishError } from '../cloudwatch/errors.ts';
import type { Publisher } from '../cloudwatch/publisher.ts';
import type { Config } from '../config/config.ts';
import { type Answer, askCheck } from '../prometheus/ask-check.ts';
import type { Prometheus } from '../prometheus/client.ts';
import { withinDeadline } from '../prometheus/deadline.ts';
import { PrometheusError } from '../prometheus/errors.ts';
import { boundedAnswers } from './bounded-answers.ts';
import { bounded, failureOf, isoMinute, type Log } from './log.ts';

/** All that a run touches; made at the edge, so that a test can hand in its own. */
export type Surroundings = Readonly<{
  config: Config;
  prometheus: Pick<Prometheus, 'instant' | 'range'>;
  publisher: Pick<Publisher, 'publish'>;
  /** Minutes of a span (both ends included) that were published according to CloudWatch. */
  publishedMinutes: (check: Check, from: number, to: number) => Promise<ReadonlySet<number>>;
  log: Log;
  /** Milliseconds of a clock that only goes forward. */
  monotonic: () => number;
}>;

/** Of a timeout of 50 s: asking takes at most this long, publishing 15 s more. */
const askMilliseconds = 25_000;

/** A reachable Prometheus answers this at once. */
const probeMilliseconds = 3_000;

/**
 * Runs a check for the minute `at` and publishes what it found. Source trouble is published too
 * and gives false; throws `PublishError` where CloudWatch does not take the metrics.
 */
export async function runCheck(
  check: Check,
  at: number,
  surroundings: Surroundings,
): Promise<boolean> {
  const { config, prometheus, monotonic } = surroundings;
  const { fleet, connection } = config;
  const started = monotonic();
  const answer = await withinDeadline(askMilliseconds, connection.url, () =>
    askCheck(boundedAnswers(prometheus), check, { fleet, at }),
  ).catch(prometheusErrorOnly);
  const data = await dataOf(check, at, { answer, surroundings });
  const published = await publish(data, { check, at, surroundings });
  const milliseconds = Math.round(monotonic() - started);
  const run = {
    event: 'run',
    check: check.name,
    at: isoMinute(at),
    milliseconds,
    published,
  } as const;
  if (answer instanceof PrometheusError) {
    surroundings.log({ level: 'ERROR', ...run, failure: failureOf(answer) });
    return false;
  }
  const { derived, queries, warnings } = answer;
  const jobs = new Set(derived.measurements.map(({ job }) => job).filter(job => job !== undefined));
  surroundings.log({
    level: warnings.length > 0 ? 'WARN' : 'INFO',
    ...run,
    jobs: jobs.size,
    queries,
    ...bounded(derived.notes, warnings),
  });
  return true;
}

type Found = Readonly<{ answer: Answer | PrometheusError; surroundings: Surroundings }>;

async function dataOf(check: Check, at: number, { answer, surroundings }: Found) {
  const { service, fleet } = surroundings.config;
  const beat = (isAnswered: boolean) => heartbeat(service, check.name, { at, isAnswered });
  if (!(answer instanceof PrometheusError)) {
    const { measurements } = answer.derived;
    const found = toData({ check, measurements, fleet, at });
    return [beat(true), sourceReachable(service, true, at), ...found];
  }
  const isOwnTrouble = await answersOthers(answer, at, surroundings);
  return [...(isOwnTrouble ? [] : [beat(false)]), sourceReachable(service, false, at)];
}

/**
 * Whether Prometheus can be asked, only not this: a query that is too expensive, say. The alarm on
 * the source would not see it while other checks are answered; so no heartbeat is sent, and the
 * alarm on this check fires. A Prometheus that is away or knows nothing is the source's trouble.
 */
async function answersOthers(
  { code }: PrometheusError,
  at: number,
  { config, prometheus }: Surroundings,
): Promise<boolean> {
  if (code === 'no-data' || code === 'unreachable' || code === 'unauthorized') return false;
  const { url } = config.connection;
  return withinDeadline(probeMilliseconds, url, () => prometheus.instant('vector(1)', at)).then(
    () => true,
    () => false,
  );
}

function prometheusErrorOnly(error: unknown): PrometheusError {
  if (error instanceof PrometheusError) return error;
  throw error;
}

type Published = Readonly<{ check: Check; at: number; surroundings: Surroundings }>;

/** The number of metrics that CloudWatch has taken; a failure is logged and thrown. */
export async function publish(
  data: Parameters<Publisher['publish']>[0],
  { check, at, surroundings }: Published,
): Promise<number> {
  try {
    return (await surroundings.publisher.publish(data)).metricsSent;
  } catch (error) {
    if (error instanceof PublishError) {
      surroundings.log({
        level: 'ERROR',
        event: 'publish-failed',
        check: check.name,
        at: isoMinute(at),
        published: error.report.metricsSent,
        failure: failureOf(error),
      });
    }
    throw error;
  }
}
