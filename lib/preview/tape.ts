import type { Datapoint } from '../alarms/range.ts';
import type { Span } from '../cli/alarm-histories.ts';
import { type AlertName, alertNames } from '../model/job.ts';
import { type Measurement, type MetricName, metricNames } from '../model/measurement.ts';

/** What the checks said at one minute; `known` is false where Prometheus knew nothing at all. */
export type TapedMinute = Readonly<{
  at: number;
  measurements: readonly Measurement[];
  known: boolean;
}>;

/** Every measurement of many minutes, by job and metric. Times are Unix seconds, whole minutes. */
export type Tape = Readonly<{
  /** Puts minutes in the place of what stood there. */
  enter: (minutes: readonly TapedMinute[]) => void;
  /** Forgets what is older than this, by whole segments. */
  forgetBefore: (at: number) => void;
  /** A value a minute, NaN where there is none; `undefined` where the span has none. */
  valuesOf: (
    job: string | undefined,
    metric: MetricName,
    span: Span,
  ) => Float64Array<ArrayBuffer> | undefined;
  datapointsOf: (
    job: string,
    metric: MetricName,
    options: Readonly<{ alert: AlertName; span: Span }>,
  ) => Datapoint[];
  measurementsAt: (at: number) => Measurement[];
  /** Jobs that were measured in the span. */
  namesIn: (span: Span) => ReadonlySet<string>;
  isKnown: (at: number) => boolean;
}>;

const segmentMinutes = 360;
const segmentSeconds = segmentMinutes * 60;

type Column = Readonly<{
  job: string | undefined;
  metric: MetricName;
  alert: AlertName | undefined;
  values: Float64Array<ArrayBuffer>;
}>;

type Segment = Readonly<{ columns: Map<string, Column>; known: Uint8Array }>;

type Segments = Map<number, Segment>;

/** An empty tape: dense columns of six hours, since a week of sixty jobs is millions of numbers. */
export function createTape(): Tape {
  const segments: Segments = new Map();
  return {
    enter: minutes => {
      for (const minute of minutes) enterMinute(segmentAt(segments, minute.at), minute);
    },
    forgetBefore: at => {
      for (const start of segments.keys()) {
        if (start + segmentSeconds <= at) segments.delete(start);
      }
    },
    valuesOf: (job, metric, span) => readColumn(segments, keyOf(job, metric), span),
    datapointsOf: (job, metric, { alert, span }) =>
      readDatapoints(segments, span, { job, metric, alert }),
    measurementsAt: at => readMinute(segments, at),
    namesIn: span => namesOf(segments, span),
    isKnown: at => segments.get(startOf(at))?.known[indexOf(at)] === 1,
  };
}

/** Neither a metric nor an alert has a blank in its name, so a job's name may hold anything. */
function keyOf(job: string | undefined, metric: MetricName, alert = ''): string {
  return job === undefined ? metric : `${metric} ${alert} ${job}`;
}

function startOf(at: number): number {
  return Math.floor(at / segmentSeconds) * segmentSeconds;
}

function indexOf(at: number): number {
  return Math.floor((at - startOf(at)) / 60);
}

function segmentAt(segments: Segments, at: number): Segment {
  const known = segments.get(startOf(at));
  if (known !== undefined) return known;
  const segment = { columns: new Map(), known: new Uint8Array(segmentMinutes) };
  segments.set(startOf(at), segment);
  return segment;
}

function enterMinute(segment: Segment, { at, measurements, known }: TapedMinute): void {
  const index = indexOf(at);
  for (const { values } of segment.columns.values()) values[index] = Number.NaN;
  segment.known[index] = known ? 1 : 0;
  for (const { job, metric, value, limits } of measurements) {
    columnOf(segment, { job, metric, alert: undefined })[index] = value;
    for (const alert of alertNames) {
      const limit = limits?.[alert];
      if (limit !== undefined) columnOf(segment, { job, metric, alert })[index] = limit;
    }
  }
}

function columnOf({ columns }: Segment, what: Omit<Column, 'values'>): Float64Array<ArrayBuffer> {
  const key = keyOf(what.job, what.metric, what.alert);
  const column = columns.get(key) ?? {
    ...what,
    values: new Float64Array(segmentMinutes).fill(Number.NaN),
  };
  columns.set(key, column);
  return column.values;
}

function readColumn(
  segments: Segments,
  key: string,
  { from, to }: Span,
): Float64Array<ArrayBuffer> | undefined {
  const count = Math.round((to - from) / 60) + 1;
  let whole: Float64Array<ArrayBuffer> | undefined;
  for (let start = startOf(from); start <= to; start += segmentSeconds) {
    const values = segments.get(start)?.columns.get(key)?.values;
    if (values === undefined) continue;
    whole ??= new Float64Array(count).fill(Number.NaN);
    const first = Math.max(from, start);
    const last = Math.min(to, start + segmentSeconds - 60);
    whole.set(values.subarray(indexOf(first), indexOf(last) + 1), (first - from) / 60);
  }
  return whole;
}

function readDatapoints(
  segments: Segments,
  span: Span,
  { job, metric, alert }: Readonly<{ job: string; metric: MetricName; alert: AlertName }>,
): Datapoint[] {
  const values = readColumn(segments, keyOf(job, metric), span) ?? new Float64Array();
  const limits = readColumn(segments, keyOf(job, metric, alert), span);
  const datapoints: Datapoint[] = [];
  values.forEach((value, index) => {
    if (Number.isNaN(value)) return;
    const at = span.from + index * 60;
    const limit = limits?.[index] ?? Number.NaN;
    datapoints.push(Number.isNaN(limit) ? { at, value } : { at, value, limit });
  });
  return datapoints;
}

function readMinute(segments: Segments, at: number): Measurement[] {
  const columns = [...(segments.get(startOf(at))?.columns.values() ?? [])];
  const index = indexOf(at);
  const present = columns.flatMap(({ job, metric, alert, values }) => {
    const value = values[index] ?? Number.NaN;
    return Number.isNaN(value) ? [] : [{ job, metric, alert, value }];
  });
  const limits = Map.groupBy(
    present.filter(({ alert }) => alert !== undefined),
    ({ job, metric }) => keyOf(job, metric),
  );
  return present
    .filter(({ alert }) => alert === undefined)
    .sort((a, b) => metricNames.indexOf(a.metric) - metricNames.indexOf(b.metric))
    .map(({ job, metric, value }) => {
      const own = limits.get(keyOf(job, metric)) ?? [];
      if (own.length === 0) return { job, metric, value };
      const entries = own.map(({ alert, value: limit }) => [alert, limit] as const);
      return { job, metric, value, limits: Object.fromEntries(entries) };
    });
}

function namesOf(segments: Segments, { from, to }: Span): ReadonlySet<string> {
  const names = new Set<string>();
  for (let start = startOf(from); start <= to; start += segmentSeconds) {
    const first = indexOf(Math.max(from, start));
    const last = indexOf(Math.min(to, start + segmentSeconds - 60));
    for (const { job, values } of segments.get(start)?.columns.values() ?? []) {
      if (job === undefined || names.has(job)) continue;
      if (values.subarray(first, last + 1).some(value => !Number.isNaN(value))) names.add(job);
    }
  }
  return names;
}
