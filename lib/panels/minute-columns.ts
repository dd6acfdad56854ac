import type { Datapoint } from '../alarms/range.ts';
import type { Evaluation } from '../checks/evaluate-fleet.ts';
import type { AlertName } from '../model/job.ts';
import type { MetricName } from '../model/measurement.ts';
import type { TimeRange } from '../model/time-range.ts';

/** Every measurement of many minutes, by job and metric. Times are Unix seconds, whole minutes. */
export type MinuteColumns = Readonly<{
  /** Replaces the values of a minute. */
  set: (evaluation: Evaluation) => void;
  /** Forgets what is older than this, by whole segments. */
  forgetBefore: (at: number) => void;
  /** A value per minute, NaN if there is none; `undefined` if the span has none. */
  readValues: (
    job: string | undefined,
    metric: MetricName,
    span: TimeRange,
  ) => Float64Array<ArrayBuffer> | undefined;
  /** What an alert's alarm reads, with the learnt limits of an unlisted job. */
  readDatapoints: (
    job: string,
    metric: MetricName,
    options: Readonly<{ alert: AlertName; span: TimeRange }>,
  ) => Datapoint[];
  /** Jobs that were measured in the span. */
  listNames: (span: TimeRange) => ReadonlySet<string>;
  /** Whether any source was fresh at the minute. */
  isKnown: (at: number) => boolean;
}>;

const segmentMinutes = 360;
const segmentSeconds = segmentMinutes * 60;

type Column = Readonly<{
  job: string | undefined;
  metric: MetricName;
  values: Float64Array<ArrayBuffer>;
}>;

type Segment = Readonly<{ columns: Map<string, Column>; known: Uint8Array }>;

type Segments = Map<number, Segment>;

/** Empty columns, in segments of six hours: a week of sixty jobs is millions of numbers. */
export function createMinuteColumns(): MinuteColumns {
  const segments: Segments = new Map();
  return {
    set: evaluation => setMinute(findSegment(segments, evaluation.at), evaluation),
    forgetBefore: at => {
      for (const start of segments.keys()) {
        if (start + segmentSeconds <= at) segments.delete(start);
      }
    },
    readValues: (job, metric, span) => readColumn(segments, nameColumn(job, metric), span),
    readDatapoints: (job, metric, { alert, span }) =>
      readDatapoints(segments, span, { job, metric, alert }),
    listNames: span => listNames(segments, span),
    isKnown: at => segments.get(startSegment(at))?.known[placeMinute(at)] === 1,
  };
}

/** Neither a metric nor an alert has a space in its name, so a job's name may contain anything. */
function nameColumn(job: string | undefined, metric: MetricName, alert = ''): string {
  return job === undefined ? metric : `${metric} ${alert} ${job}`;
}

function startSegment(at: number): number {
  return Math.floor(at / segmentSeconds) * segmentSeconds;
}

function placeMinute(at: number): number {
  return Math.floor((at - startSegment(at)) / 60);
}

function findSegment(segments: Segments, at: number): Segment {
  const known = segments.get(startSegment(at));
  if (known !== undefined) return known;
  const segment = { columns: new Map(), known: new Uint8Array(segmentMinutes) };
  segments.set(startSegment(at), segment);
  return segment;
}

function setMinute(segment: Segment, { at, measurements, sources }: Evaluation): void {
  const index = placeMinute(at);
  for (const { values } of segment.columns.values()) values[index] = Number.NaN;
  segment.known[index] = [...sources.values()].includes('fresh') ? 1 : 0;
  for (const { job, metric, value, limits } of measurements) {
    findColumn(segment, { job, metric })[index] = value;
    for (const [alert, limit] of Object.entries(limits ?? {})) {
      if (limit !== undefined) findColumn(segment, { job, metric, alert })[index] = limit;
    }
  }
}

type ColumnName = Readonly<{ job: string | undefined; metric: MetricName; alert?: AlertName }>;

function findColumn({ columns }: Segment, name: ColumnName): Float64Array<ArrayBuffer> {
  const { job, metric, alert } = name;
  const key = nameColumn(job, metric, alert);
  const known = columns.get(key);
  if (known !== undefined) return known.values;
  const values = new Float64Array(segmentMinutes).fill(Number.NaN);
  columns.set(key, { job, metric, values });
  return values;
}

function readColumn(
  segments: Segments,
  key: string,
  { from, to }: TimeRange,
): Float64Array<ArrayBuffer> | undefined {
  const count = Math.round((to - from) / 60) + 1;
  let whole: Float64Array<ArrayBuffer> | undefined;
  for (let start = startSegment(from); start <= to; start += segmentSeconds) {
    const values = segments.get(start)?.columns.get(key)?.values;
    if (values === undefined) continue;
    whole ??= new Float64Array(count).fill(Number.NaN);
    const first = Math.max(from, start);
    const last = Math.min(to, start + segmentSeconds - 60);
    const part = values.subarray(placeMinute(first), placeMinute(last) + 1);
    whole.set(part, (first - from) / 60);
  }
  return whole;
}

function readDatapoints(
  segments: Segments,
  span: TimeRange,
  { job, metric, alert }: Readonly<{ job: string; metric: MetricName; alert: AlertName }>,
): Datapoint[] {
  const values = readColumn(segments, nameColumn(job, metric), span) ?? new Float64Array();
  const limits = readColumn(segments, nameColumn(job, metric, alert), span);
  const datapoints: Datapoint[] = [];
  values.forEach((value, index) => {
    if (Number.isNaN(value)) return;
    const at = span.from + index * 60;
    const limit = limits?.[index] ?? Number.NaN;
    datapoints.push(Number.isNaN(limit) ? { at, value } : { at, value, limit });
  });
  return datapoints;
}

function listNames(segments: Segments, { from, to }: TimeRange): ReadonlySet<string> {
  const names = new Set<string>();
  for (let start = startSegment(from); start <= to; start += segmentSeconds) {
    const first = placeMinute(Math.max(from, start));
    const last = placeMinute(Math.min(to, start + segmentSeconds - 60));
    for (const { job, values } of segments.get(start)?.columns.values() ?? []) {
      if (job === undefined || names.has(job)) continue;
      if (values.subarray(first, last + 1).some(value => !Number.isNaN(value))) names.add(job);
    }
  }
  return names;
}
