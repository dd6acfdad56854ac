import { countBuckets } from '../checks/counters.ts';
import { select } from '../checks/promql.ts';
import type { Fleet } from '../model/job.ts';
import type { Range, Series } from '../prometheus/answer.ts';

/** Runs of one column and one bucket, with the jobs that had most of them. */
export type HeatmapCell = Readonly<{
  count: number;
  jobs: readonly Readonly<{ name: string; count: number }>[];
}>;

/** A step of time that ends at `to` (Unix seconds); `cells` from the lowest bucket up. */
export type HeatmapColumn = Readonly<{
  to: number;
  watched: boolean;
  cells: readonly HeatmapCell[];
}>;

/** Runs by time and duration. `bounds`: upper bounds in seconds, ascending, the last infinite. */
export type HeatmapData = Readonly<{
  kind: 'heatmap';
  from: number;
  to: number;
  stepSeconds: number;
  bounds: readonly number[];
  columns: readonly HeatmapColumn[];
}>;

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Whole minutes that divide hours and days; the shortest is the original's window. */
const steps = [5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 720, 1440].map(m => m * MINUTE);

/** Fewer than these columns are drawn, so that a cell can be seen and pointed at. */
const mostColumns = 60;

/** Above so many jobs an answer by job would be too large; cells then have no names. */
const mostNamedJobs = 60;

/** The columns' ends for a span of time, aligned to the step, the last at or before `to`. */
export function heatmapRange(from: number, to: number): Range {
  const span = Math.max(0, to - from);
  const stepSeconds =
    steps.find(step => span / step <= mostColumns) ?? Math.ceil(span / mostColumns / HOUR) * HOUR;
  const last = Math.floor(to / stepSeconds) * stepSeconds;
  const first = Math.min(last, Math.ceil((from + stepSeconds) / stepSeconds) * stepSeconds);
  return { from: first, to: last, stepSeconds };
}

/** PromQL for the counts and for when anything was watched. */
export function heatmapQueries(fleet: Fleet, stepSeconds: number) {
  const { source } = fleet;
  const metric = `${source.metrics.duration}_bucket`;
  const by = fleet.jobs.length > mostNamedJobs ? ['le'] : [source.labels.job, 'le'];
  const recent = (name: string) => `last_over_time(${select(source, name)}[${stepSeconds}s])`;
  return {
    counts: countBuckets(source, { metric, matchers: [], windowSeconds: stepSeconds, by }),
    watched: `group(${recent('up')}) or group(${recent(source.metrics.executions)})`,
  };
}

/** Every bucket's bound that was exported of late, whether or not a run fell in it. */
export function boundsQuery({ source }: Fleet): string {
  return `group by (le) (last_over_time(${select(source, `${source.metrics.duration}_bucket`)}[1h]))`;
}

/** The bounds of bucket series, ascending and distinct. */
export function boundsOf(rows: readonly Pick<Series, 'labels'>[]): number[] {
  const bounds = rows.map(({ labels }) => boundOf(labels.le)).filter(bound => !Number.isNaN(bound));
  return [...new Set(bounds)].sort((a, b) => a - b);
}

function boundOf(le = ''): number {
  return le === '+Inf' ? Number.POSITIVE_INFINITY : le === '' ? Number.NaN : Number(le);
}

type Answers = Readonly<{
  range: Range;
  counts: readonly Series[];
  bounds: readonly Pick<Series, 'labels'>[];
  watched: readonly Series[];
}>;

export function heatmapOf(fleet: Fleet, { range, counts, bounds, watched }: Answers): HeatmapData {
  const { stepSeconds } = range;
  const known = thinned(boundsOf([...counts, ...bounds]));
  const ends = columnEnds(range);
  const watchedAt = new Set(watched.flatMap(({ times }) => times));
  const byColumn = cumulativeCounts(counts, fleet.source.labels.job);
  return {
    kind: 'heatmap',
    from: range.from - stepSeconds,
    to: range.to,
    stepSeconds,
    bounds: known,
    columns: ends.map(to => {
      const jobs = byColumn.get(to);
      const isWatched = watchedAt.has(to) || jobs !== undefined;
      return { to, watched: isWatched, cells: cellsOf(known, jobs ?? new Map()) };
    }),
  };
}

/** At most 24 bounds, the topmost two among them: as counts are cumulative, any choice is exact. */
function thinned(bounds: readonly number[]): number[] {
  const every = Math.ceil(Math.max(0, bounds.length - 2) / 22) || 1;
  return bounds.filter(
    (_, index) => (bounds.length - 1 - index) % every === 0 || index === bounds.length - 2,
  );
}

function columnEnds({ from, to, stepSeconds }: Range): number[] {
  const count = Math.floor((to - from) / stepSeconds) + 1;
  return Array.from({ length: count }, (_, index) => from + index * stepSeconds);
}

/** By the column's end, then by job, then by bound. */
type Cumulative = Map<number, Map<string, Map<number, number>>>;

function cumulativeCounts(counts: readonly Series[], label: string): Cumulative {
  const byColumn: Cumulative = new Map();
  for (const { labels, times, values } of counts) {
    const name = labels[label] ?? '';
    const bound = boundOf(labels.le);
    times.forEach((time, index) => {
      const jobs = byColumn.get(time) ?? new Map<string, Map<number, number>>();
      const buckets = jobs.get(name) ?? new Map<number, number>();
      buckets.set(bound, values[index] ?? 0);
      byColumn.set(time, jobs.set(name, buckets));
    });
  }
  return byColumn;
}

/** A bucket without those below it; one that gained nothing is missing and gains what they did. */
function cellsOf(
  bounds: readonly number[],
  jobs: ReadonlyMap<string, ReadonlyMap<number, number>>,
): HeatmapCell[] {
  const own = [...jobs].map(([name, buckets]) => {
    let below = 0;
    const counts = bounds.map(bound => {
      const upTo = Math.max(below, buckets.get(bound) ?? 0);
      const count = upTo - below;
      below = upTo;
      return count;
    });
    return { name, counts };
  });
  return bounds.map((_, index) => {
    const shares = own
      .map(({ name, counts }) => ({ name, count: counts[index] ?? 0 }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count);
    const count = shares.reduce((total, share) => total + share.count, 0);
    return { count, jobs: shares.filter(({ name }) => name !== '').slice(0, 5) };
  });
}
