import { listJobs } from '../checks/evaluate-fleet.ts';
import { isWithin } from '../history/freshness.ts';
import type { SourceHistory } from '../history/history.ts';
import type { DurationFact, JobFacts } from '../model/facts.ts';
import type { Fleet } from '../model/job.ts';
import type { TimeRange } from '../model/time-range.ts';

/** Runs of one column and one bucket, with the jobs that had most of them. */
type HeatmapCell = Readonly<{
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

/** Fewer columns than this are drawn, so that a cell is large enough to see and to point at. */
const mostColumns = 60;

/** The original's histogram, in seconds, for runs without known buckets. */
const usualBounds = [0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600];

/** How many rows can be distinguished; if there are more bounds, some are left out evenly. */
const mostBounds = 24;

/** Columns by their ends: from the first to the last, both included. */
export type Columns = TimeRange & Readonly<{ stepSeconds: number }>;

/** The columns for a span of time, aligned to the step, the last at or before `to`. */
export function planColumns({ from, to }: TimeRange): Columns {
  const length = Math.max(0, to - from);
  const stepSeconds =
    steps.find(step => length / step <= mostColumns) ??
    Math.ceil(length / mostColumns / HOUR) * HOUR;
  const last = Math.floor(to / stepSeconds) * stepSeconds;
  const first = Math.min(last, Math.ceil((from + stepSeconds) / stepSeconds) * stepSeconds);
  return { from: first, to: last, stepSeconds };
}

/**
 * When each run of the span ended and how long it took, from the samples that had arrived at its
 * end.
 */
export function collectHeatmap(
  fleet: Fleet,
  histories: readonly SourceHistory[],
  span: TimeRange,
): HeatmapData {
  const { delaySeconds } = fleet;
  const columns = planColumns({ from: span.from - delaySeconds, to: span.to - delaySeconds });
  const jobs = histories.flatMap(history =>
    listJobs(fleet, history).map(job => ({ name: job.name, facts: history.findFacts(job) })),
  );
  return countRunsByCell(jobs, columns);
}

type NamedFacts = Readonly<{
  name: string;
  facts: Pick<JobFacts, 'durations' | 'watched' | 'bounds'>;
}>;

/** The jobs' runs by column and bucket. */
export function countRunsByCell(jobs: readonly NamedFacts[], columns: Columns): HeatmapData {
  const { from, to, stepSeconds } = columns;
  const bounds = chooseBounds(jobs);
  const start = from - stepSeconds;
  const count = Math.floor((to - from) / stepSeconds) + 1;
  const cells = Array.from({ length: count }, () => bounds.map(() => new Map<string, number>()));
  for (const { name, facts } of jobs) {
    for (const fact of facts.durations) {
      if (fact.at <= start || fact.at > to) continue;
      const cell = cells[Math.ceil((fact.at - start) / stepSeconds) - 1]?.[findRow(bounds, fact)];
      cell?.set(name, (cell.get(name) ?? 0) + fact.count);
    }
  }
  return {
    kind: 'heatmap',
    from: start,
    to,
    stepSeconds,
    bounds,
    columns: cells.map((rows, index) => {
      const end = from + index * stepSeconds;
      const drawn = rows.map(rankJobs);
      const watched = drawn.some(cell => cell.count > 0) || wasWatched(jobs, end, stepSeconds);
      return { to: end, watched, cells: drawn };
    }),
  };
}

/** All bounds of the jobs' histograms; the top two are never left out. */
function chooseBounds(jobs: readonly NamedFacts[]): number[] {
  const own = [...new Set(jobs.flatMap(({ facts }) => facts.bounds))].sort((a, b) => a - b);
  const all = [...(own.length === 0 ? usualBounds : own), Number.POSITIVE_INFINITY];
  const every = Math.ceil(Math.max(0, all.length - 2) / (mostBounds - 2)) || 1;
  return all.filter(
    (_, index) => (all.length - 1 - index) % every === 0 || index === all.length - 2,
  );
}

/** A run that is only known by its bucket is in the row that contains the middle of the bucket. */
function findRow(bounds: readonly number[], { low, high }: DurationFact): number {
  if (!Number.isFinite(high)) return bounds.findIndex(bound => bound > low);
  const seconds = (low + high) / 2;
  return bounds.findIndex(bound => bound >= seconds);
}

function rankJobs(counts: ReadonlyMap<string, number>): HeatmapCell {
  const jobs = [...counts].map(([name, count]) => ({ name, count }));
  const count = jobs.reduce((total, job) => total + job.count, 0);
  return { count, jobs: jobs.sort((a, b) => b.count - a.count).slice(0, 5) };
}

/** Whether one of the jobs was watched at some time of the column. */
function wasWatched(jobs: readonly NamedFacts[], end: number, stepSeconds: number): boolean {
  return jobs.some(({ facts: { watched } }) => {
    if (isWithin(watched, end)) return true;
    return watched.some(({ from, to }) => from <= end && to > end - stepSeconds);
  });
}
