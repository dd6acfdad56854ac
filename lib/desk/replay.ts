import type { Datapoint } from '../alarms/range.ts';
import { checks } from '../checks/index.ts';
import type { Fleet } from '../checks/job.ts';
import type { Measurement } from '../checks/measurement.ts';
import { deriveAt, queriesOf } from '../checks/run.ts';
import type { Prometheus } from '../prometheus/client.ts';
import { readHistory } from '../prometheus/history.ts';
import {
  type AlarmHistory,
  type DatapointsOf,
  judgeAlarms,
  type Span,
  spanToRead,
} from './alarm-histories.ts';

export type Replay = Readonly<{
  span: Span;
  /** Those that ever left INSUFFICIENT_DATA, by job in the order of the config, then by alert. */
  alarms: readonly AlarmHistory[];
  /** Minutes about which Prometheus knew nothing. */
  unknownMinutes: number;
  warnings: readonly string[];
}>;

/** Hears of every minute's measurements as they are derived, and of how far the work has come. */
export type Listener = Readonly<{
  onMeasurements?: (at: number, measurements: readonly Measurement[]) => void;
  onProgress?: (share: number) => void;
}>;

/**
 * What the alarms would have done: the Lambdas' own queries and derivations over every minute,
 * and CloudWatch's own rules over what follows from them. Throws `PrometheusError`.
 */
export async function replay(
  prometheus: Prometheus,
  fleet: Fleet,
  span: Span,
  listener: Listener = {},
): Promise<Replay> {
  const read = spanToRead(fleet, span);
  const collected = await collect({ prometheus, fleet, judged: span, read, listener });
  const { names, datapoints } = collected;
  const datapointsOf: DatapointsOf = (job, metric, alert) =>
    datapoints.get(keyOf(job, metric, alert)) ?? datapoints.get(keyOf(job, metric)) ?? [];
  const alarms = judgeAlarms(fleet, { names, datapointsOf }, span);
  return { span, alarms, ...collected };
}

type Collected = Readonly<{
  datapoints: ReadonlyMap<string, readonly Datapoint[]>;
  names: ReadonlySet<string>;
  unknownMinutes: number;
  warnings: readonly string[];
}>;

type Work = Readonly<{
  prometheus: Prometheus;
  fleet: Fleet;
  /** What is judged, and the somewhat longer span that is read for it. */
  judged: Span;
  read: Span;
  listener: Listener;
}>;

async function collect(work: Work): Promise<Collected> {
  const { prometheus, fleet, judged, read, listener } = work;
  const book = createBook(fleet);
  const unknown = new Set<number>();
  const warnings = new Set<string>();
  let checksDone = 0;
  for (const check of checks) {
    const minutes = readHistory(prometheus, queriesOf(check, fleet), {
      ...read,
      delaySeconds: fleet.delaySeconds,
      onProgress: ({ doneMinutes, totalMinutes, warnings: heard }) => {
        for (const warning of heard) warnings.add(warning);
        listener.onProgress?.((checksDone + doneMinutes / totalMinutes) / checks.length);
      },
    });
    for await (const { at, samples } of minutes) {
      const derived = deriveAt(check, { samples, fleet, at });
      if (derived === undefined && at >= judged.from) unknown.add(at);
      book.enter(at, derived?.measurements ?? []);
      listener.onMeasurements?.(at, derived?.measurements ?? []);
    }
    checksDone += 1;
  }
  return { ...book, unknownMinutes: unknown.size, warnings: [...warnings] };
}

/** Datapoints by job and metric, in the order of time. */
function createBook(fleet: Fleet) {
  const datapoints = new Map<string, Datapoint[]>();
  const names = new Set<string>();
  const pausedUntil = new Map(
    fleet.jobs.map(job => [job.name, typeof job.paused === 'number' ? job.paused : 0]),
  );
  const enter = (at: number, measurements: readonly Measurement[]) => {
    for (const { job, metric, value, limits } of measurements) {
      if (job === undefined || at < (pausedUntil.get(job) ?? 0)) continue;
      names.add(job);
      const bySpec = limits === undefined ? [undefined] : Object.entries(limits);
      for (const entry of bySpec) {
        const key = keyOf(job, metric, entry?.[0]);
        const datapoint = entry === undefined ? { at, value } : { at, value, limit: entry[1] };
        const row = datapoints.get(key);
        if (row === undefined) datapoints.set(key, [datapoint]);
        else row.push(datapoint);
      }
    }
  };
  return { datapoints, names, enter };
}

/** Neither a metric nor an alert has a blank in its name, so a job's name may hold anything. */
function keyOf(job: string, metric: string, alert = ''): string {
  return `${metric} ${alert} ${job}`;
}
