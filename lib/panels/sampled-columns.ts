import type { Datapoint } from '../alarms/range.ts';
import type { AlertName } from '../model/job.ts';
import type { Measurement, MetricName } from '../model/measurement.ts';
import type { TimeRange } from '../model/time-range.ts';

/** What was measured at certain minutes, by job and metric. Times are Unix seconds. */
export type SampledColumns = Readonly<{
  /** `index` is the position of the minute among the times. */
  set: (index: number, measurements: readonly Measurement[]) => void;
  /** A value per minute of a span, NaN if there is none; `undefined` for an unknown column. */
  readValues: (
    job: string | undefined,
    metric: MetricName,
    span: TimeRange,
  ) => Float64Array<ArrayBuffer> | undefined;
  /** Each value applies until the next: a datapoint for every minute up to it. */
  findDatapoints: (job: string, metric: MetricName, alert: AlertName) => readonly Datapoint[];
  listNames: () => ReadonlySet<string>;
}>;

/** Columns for ascending times; only these metrics are kept. */
export function createSampledColumns(
  times: readonly number[],
  metrics: ReadonlySet<MetricName>,
): SampledColumns {
  const columns = new Map<string, Float64Array<ArrayBuffer>>();
  const names = new Set<string>();
  const find = (key: string) => {
    const known = columns.get(key);
    if (known !== undefined) return known;
    const made = new Float64Array(times.length).fill(Number.NaN);
    columns.set(key, made);
    return made;
  };
  return {
    set: (index, measurements) => {
      for (const { job, metric, value, limits } of measurements) {
        if (job === undefined || !metrics.has(metric)) continue;
        names.add(job);
        find(nameColumn(job, metric))[index] = value;
        for (const [alert, limit] of Object.entries(limits ?? {})) {
          if (limit !== undefined) find(nameColumn(job, metric, alert))[index] = limit;
        }
      }
    },
    readValues: (job, metric, span) => {
      const column = job === undefined ? undefined : columns.get(nameColumn(job, metric));
      return column === undefined ? undefined : spread(times, column, span);
    },
    findDatapoints: (job, metric, alert) => {
      const values = columns.get(nameColumn(job, metric));
      const limits = columns.get(nameColumn(job, metric, alert));
      return values === undefined ? [] : listDatapoints(times, values, limits);
    },
    listNames: () => names,
  };
}

/** Neither a metric nor an alert has a space in its name, so a job's name may contain anything. */
function nameColumn(job: string, metric: MetricName, alert = ''): string {
  return `${metric} ${alert} ${job}`;
}

function spread(times: readonly number[], column: Float64Array, { from, to }: TimeRange) {
  const values = new Float64Array(Math.round((to - from) / 60) + 1).fill(Number.NaN);
  times.forEach((at, index) => {
    if (at >= from && at <= to) values[(at - from) / 60] = column[index] ?? Number.NaN;
  });
  return values;
}

function listDatapoints(
  times: readonly number[],
  values: Float64Array,
  limits: Float64Array | undefined,
): Datapoint[] {
  return times.flatMap((at, index) => {
    const value = values[index] ?? Number.NaN;
    if (Number.isNaN(value)) return [];
    const own = limits?.[index] ?? Number.NaN;
    const limit = Number.isNaN(own) ? undefined : own;
    const before = times[index - 1] ?? at - 60;
    const count = Math.round((at - before) / 60);
    return Array.from({ length: count }, (_, minute) => ({
      at: before + 60 * (minute + 1),
      value,
      limit,
    }));
  });
}
