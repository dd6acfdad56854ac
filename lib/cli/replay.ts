import type { Datapoint } from '../alarms/range.ts';
import { alarmsOf, type Check } from '../checks/check.ts';
import { checks } from '../checks/index.ts';
import { unlistedJob } from '../checks/roster.ts';
import { deriveAt, queriesOf } from '../checks/run.ts';
import type { Fleet } from '../model/job.ts';
import type { Measurement, MetricName } from '../model/measurement.ts';
import type { Prometheus } from '../prometheus/client.ts';
import { type Progress, readHistory } from '../prometheus/history.ts';
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

/** Checks read at once: while one is answered, what another was told is derived from. */
const lanes = 2;

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
  const { datapoints, unknownMinutes, warnings } = collected;
  const datapointsOf: DatapointsOf = (job, metric, alert) =>
    datapoints.get(job)?.get(alert) ?? datapoints.get(job)?.get(metric) ?? [];
  const alarms = judgeAlarms(fleet, { names: new Set(datapoints.keys()), datapointsOf }, span);
  return { span, alarms, unknownMinutes, warnings };
}

type Collected = Readonly<{
  datapoints: ReadonlyMap<string, ReadonlyMap<string, readonly Datapoint[]>>;
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
  const book = createBook(work.fleet);
  const unknown = new Set<number>();
  const warnings = new Set<string>();
  const done = new Map<Check, number>();
  const report = (check: Check, { doneMinutes, totalMinutes, warnings: heard }: Progress) => {
    for (const warning of heard) warnings.add(warning);
    done.set(check, doneMinutes / totalMinutes);
    const share = [...done.values()].reduce((sum, part) => sum + part, 0) / checks.length;
    work.listener.onProgress?.(share);
  };
  const waiting = checks.values();
  const lane = async () => {
    for (const check of waiting) await collectCheck(check, work, { book, unknown, report });
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { ...book, unknownMinutes: unknown.size, warnings: [...warnings] };
}

type Findings = Readonly<{
  book: ReturnType<typeof createBook>;
  unknown: Set<number>;
  report: (check: Check, progress: Progress) => void;
}>;

async function collectCheck(check: Check, work: Work, findings: Findings): Promise<void> {
  const { prometheus, fleet, judged, read, listener } = work;
  const minutes = readHistory(prometheus, queriesOf(check, fleet), {
    ...read,
    delaySeconds: fleet.delaySeconds,
    onProgress: progress => findings.report(check, progress),
  });
  for await (const { at, samples } of minutes) {
    const derived = deriveAt(check, { samples, fleet, at });
    if (derived === undefined && at >= judged.from) findings.unknown.add(at);
    findings.book.enter(at, derived?.measurements ?? []);
    listener.onMeasurements?.(at, derived?.measurements ?? []);
  }
}

/** Datapoints of what alarms read, by job and by metric or alert, in the order of time. */
function createBook(fleet: Fleet) {
  const datapoints = new Map<string, Map<string, Datapoint[]>>();
  const alarmed = alarmedMetrics(fleet);
  const pausedUntil = new Map(
    fleet.jobs.map(job => [job.name, typeof job.paused === 'number' ? job.paused : 0]),
  );
  const enter = (at: number, measurements: readonly Measurement[]) => {
    for (const { job, metric, value, limits } of measurements) {
      if (job === undefined || at < (pausedUntil.get(job) ?? 0)) continue;
      const ofJob = getOrAdd(datapoints, job, () => new Map<string, Datapoint[]>());
      if (!alarmed.has(metric)) continue;
      if (limits === undefined) getOrAdd(ofJob, metric, () => []).push({ at, value });
      for (const [alert, limit] of Object.entries(limits ?? {})) {
        getOrAdd(ofJob, alert, () => []).push({ at, value, limit });
      }
    }
  };
  return { datapoints, enter };
}

function alarmedMetrics(fleet: Fleet): ReadonlySet<MetricName> {
  const specs = [...fleet.jobs, unlistedJob(fleet, '')].flatMap(job =>
    checks.flatMap(check => alarmsOf(check, job)),
  );
  return new Set(specs.map(({ metric }) => metric));
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
