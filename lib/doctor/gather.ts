import type { Sample } from '../checks/check.ts';
import type { Fleet } from '../model/job.ts';
import type { Prometheus } from '../prometheus/client.ts';
import { PrometheusError } from '../prometheus/errors.ts';
import type { ByJob, Evidence, Labels, MetricKey } from './evidence.ts';
import { type QuestionName, questionsFor, scrapeCountSeconds, seriesQuery } from './questions.ts';
import { orNothing, readClockAhead, readMetricNames, readRetention } from './server.ts';

/** A Prometheus, about whom it is asked, and our clock in Unix seconds. */
export type Inquiry = Readonly<{
  prometheus: Pick<Prometheus, 'instant' | 'get'>;
  fleet: Fleet;
  now: () => number;
}>;

type Answer = readonly Sample[] | undefined;

type Ask = (question: string, promql: string) => Promise<Answer>;

/**
 * Asks all that doctor wants to know at `at`, Unix seconds. Throws `PrometheusError` where
 * Prometheus cannot be asked at all; a single question that fails is told in the evidence.
 */
export async function gatherEvidence(inquiry: Inquiry, at: number): Promise<Evidence> {
  const { prometheus, fleet, now } = inquiry;
  const clockAheadSeconds = await readClockAhead(prometheus, now);
  const failures: Evidence['failures'][number][] = [];
  const ask: Ask = async (question, promql) => {
    try {
      // how late the data is can only be seen at the minute itself
      const delay = question === 'newest' ? 0 : fleet.delaySeconds;
      return (await prometheus.instant(promql, at - delay)).samples;
    } catch (error) {
      if (!(error instanceof PrometheusError)) throw error;
      failures.push({ question, error });
      return undefined;
    }
  };
  const series = await readSeries(fleet, ask);
  const missing = metricKeys.filter(key => series[key]?.length === 0);
  return {
    at,
    clockAheadSeconds,
    series,
    hiddenBySelector: await hiddenBySelector(inquiry, missing, at),
    metricNames: missing.length === 0 ? [] : await readMetricNames(prometheus),
    ...(await readRest(fleet, ask)),
    retentionSeconds: await readRetention(prometheus),
    failures,
  };
}

const metricKeys = ['executions', 'duration', 'lastSuccess', 'items', 'queue'] as const;

async function readSeries(fleet: Fleet, ask: Ask): Promise<Evidence['series']> {
  const series = new Map<MetricKey, readonly Labels[]>();
  for (const key of metricKeys) {
    const samples = await ask(fleet.source.metrics[key], seriesQuery(fleet, key));
    if (samples !== undefined)
      series.set(
        key,
        samples.map(({ labels }) => labels),
      );
  }
  return {
    executions: series.get('executions'),
    duration: series.get('duration'),
    lastSuccess: series.get('lastSuccess'),
    items: series.get('items'),
    queue: series.get('queue'),
  };
}

type Rest = Pick<
  Evidence,
  | 'hasUp'
  | 'scrapeSeconds'
  | 'watchStart'
  | 'newestSample'
  | 'runsInDay'
  | 'runsInThreeDays'
  | 'gaps'
  | 'ignoredStamps'
>;

async function readRest(fleet: Fleet, ask: Ask): Promise<Rest> {
  const answers = new Map<QuestionName, Answer>();
  for (const [name, promql] of questionsFor(fleet)) answers.set(name, await ask(name, promql));
  const value = (name: QuestionName) => answers.get(name)?.[0]?.value;
  const scrapes = value('scrapes');
  const byJob = (name: QuestionName): ByJob | undefined => {
    const label = fleet.source.labels.job;
    const samples = answers.get(name);
    return samples && new Map(samples.map(sample => [sample.labels[label] ?? '', sample.value]));
  };
  return {
    hasUp: answers.get('up') && value('up') !== undefined,
    scrapeSeconds: scrapes === undefined ? undefined : scrapeCountSeconds / scrapes,
    watchStart: value('watch'),
    newestSample: value('newest'),
    runsInDay: byJob('runs in a day'),
    runsInThreeDays: byJob('runs in three days'),
    gaps: byJob('gaps'),
    ignoredStamps: byJob('stamps'),
  };
}

async function hiddenBySelector(
  { prometheus, fleet: { source } }: Inquiry,
  missing: readonly MetricKey[],
  at: number,
): Promise<MetricKey[]> {
  if (source.selector === '') return [];
  const hidden: MetricKey[] = [];
  for (const key of missing) {
    const metric = `${source.metrics[key]}${key === 'duration' ? '_bucket' : ''}`;
    const answer = await orNothing(prometheus.instant(`group(${metric})`, at));
    if (answer !== undefined && answer.samples.length > 0) hidden.push(key);
  }
  return hidden;
}
