import type { Datapoint } from '../alarms/range.ts';
import { evaluateFleet, listJobs } from '../checks/evaluate-fleet.ts';
import { planJobAlarms } from '../checks/index.ts';
import type { SourceHistory } from '../history/history.ts';
import type { Fleet, Job } from '../model/job.ts';
import type { Measurement } from '../model/measurement.ts';
import type { Prometheus } from '../prometheus/client.ts';
import { createHistoryKeeper } from '../prometheus/keep-history.ts';
import { type AlarmHistory, judgeAlarms, type Span, spanToRead } from './alarm-histories.ts';

export type Replay = Readonly<{
  span: Span;
  /** Those that ever left INSUFFICIENT_DATA, by job in the order of the config, then by alert. */
  alarms: readonly AlarmHistory[];
  /** Minutes about which Prometheus knew nothing. */
  unknownMinutes: number;
  warnings: readonly string[];
}>;

/** Hears how far the work has come. */
export type Listener = Readonly<{ onProgress?: (share: number) => void }>;

/**
 * What the alarms would have done: the deployed judge's own evaluation of every minute, and
 * CloudWatch's own rules over what follows from it. Throws `PrometheusError`.
 */
export async function replay(
  prometheus: Prometheus,
  fleet: Fleet,
  span: Span,
  listener: Listener = {},
): Promise<Replay> {
  const read = spanToRead([...fleet.jobs, fleet.unlisted.settings], span);
  const keeper = createHistoryKeeper(prometheus, fleet);
  const { failures, warnings } = await keeper.update(
    { from: read.from - fleet.delaySeconds, to: read.to - fleet.delaySeconds },
    listener,
  );
  for (const found of failures.values()) for (const error of found.values()) throw error;
  return replayKnown(fleet, keeper.histories, { span, read, warnings });
}

type Spans = Readonly<{ span: Span; read: Span; warnings: readonly string[] }>;

function replayKnown(
  fleet: Fleet,
  histories: readonly SourceHistory[],
  { span, read, warnings }: Spans,
): Replay {
  const jobs = histories.flatMap(history => listJobs(fleet, history));
  const book = createDatapoints(jobs);
  let unknownMinutes = 0;
  for (let at = Math.ceil(read.from / 60) * 60; at <= read.to; at += 60) {
    const { measurements, sources } = evaluateFleet(fleet, histories, { at });
    if (at >= span.from && ![...sources.values()].includes('fresh')) unknownMinutes += 1;
    book.add(at, measurements);
  }
  const alarms = judgeAlarms(jobs, book.find, span);
  return { span, alarms, unknownMinutes, warnings };
}

/** Datapoints of what alarms read, by job and by metric or alert, in the order of time. */
function createDatapoints(jobs: readonly Job[]) {
  const datapoints = new Map<string, Map<string, Datapoint[]>>();
  const alarmed = new Set(jobs.flatMap(planJobAlarms).map(({ metric }) => metric));
  const pausedUntil = new Map(
    jobs.map(job => [job.name, typeof job.paused === 'number' ? job.paused : 0]),
  );
  const add = (at: number, measurements: readonly Measurement[]) => {
    for (const { job, metric, value, limits } of measurements) {
      if (job === undefined || !alarmed.has(metric) || at < (pausedUntil.get(job) ?? 0)) continue;
      const known = getOrAdd(datapoints, job, () => new Map<string, Datapoint[]>());
      if (limits === undefined) getOrAdd(known, metric, () => []).push({ at, value });
      for (const [alert, limit] of Object.entries(limits ?? {})) {
        getOrAdd(known, alert, () => []).push({ at, value, limit });
      }
    }
  };
  const find = (job: string, metric: string, alert: string) =>
    datapoints.get(job)?.get(alert) ?? datapoints.get(job)?.get(metric) ?? [];
  return { add, find };
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
