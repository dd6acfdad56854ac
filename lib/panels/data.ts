import type { Fleet } from '../model/job.ts';
import type { Derived } from '../model/measurement.ts';
import type { HeatmapData } from './heatmap.ts';
import {
  durationBands,
  failureBands,
  type Judged,
  judge,
  judgeFailures,
  judgeSuccesses,
  judgeTotalFailures,
  type Level,
  rankOf,
  stalenessBands,
} from './judge.ts';
import { type JobRow, rowsOf, sumOf } from './rows.ts';

/** What the panel says beside a job's name. */
export type JobTag = 'not listed' | 'paused';

/** `cells` in the panel's order; one that is `undefined` has no data. */
export type JobCells = Readonly<{
  name: string;
  tags: readonly JobTag[];
  cells: readonly (Judged | undefined)[];
  /** The value from which the first cell is a warning, in its own unit. */
  warningLimit: number;
  /** How near the job is to trouble, in multiples of its limit; orders jobs of one level. */
  pressure: number;
}>;

/** What a custom panel shows. Every kind but the heatmap speaks of the minute `at` (Unix seconds). */
export type PanelData =
  | Readonly<{
      kind: 'totals';
      at: number;
      successesPerMinute: Judged | undefined;
      failuresPerMinute: Judged | undefined;
      /** Jobs with failures in their window, worst first. */
      failing: readonly Readonly<{ name: string; perMinute: number }>[];
    }>
  | Readonly<{ kind: 'ages' | 'rates'; at: number; jobs: readonly JobCells[] }>
  | Readonly<{
      kind: 'details';
      at: number;
      jobs: readonly JobCells[];
      /** The largest finite bucket in seconds: a P95 above it is only known to be more. */
      topBucketSeconds: number | undefined;
    }>
  | HeatmapData;

/** What the checks found at one minute, as the panel of this number shows it. */
export function panelDataOf(
  panel: 1 | 6 | 8 | 10,
  found: Readonly<{
    fleet: Fleet;
    derived: readonly Derived[];
    at: number;
    topBucketSeconds: number | undefined;
  }>,
): PanelData {
  const { fleet, at, topBucketSeconds } = found;
  const rows = rowsOf(
    fleet,
    found.derived.flatMap(({ measurements }) => measurements),
  );
  const jobs = (cellsOf: CellsOf) => worstFirst(rows.map(row => jobCells(row, at, cellsOf)));
  switch (panel) {
    case 1:
      return totalsOf(rows, at);
    case 6:
      return { kind: 'ages', at, jobs: jobs(ageCells) };
    case 8:
      return { kind: 'rates', at, jobs: jobs(rateCells) };
    case 10:
      return { kind: 'details', at, jobs: jobs(detailCells), topBucketSeconds };
  }
}

function totalsOf(rows: readonly JobRow[], at: number): PanelData {
  const failing = rows
    .map(({ job, values }) => ({ name: job.name, perMinute: values.FailuresPerMinute ?? 0 }))
    .filter(({ perMinute }) => perMinute > 0)
    .sort((a, b) => b.perMinute - a.perMinute);
  return {
    kind: 'totals',
    at,
    successesPerMinute: judged(sumOf(rows, 'SuccessesPerMinute'), value =>
      value > 0 ? 'good' : 'none',
    ),
    failuresPerMinute: judged(sumOf(rows, 'FailuresPerMinute'), judgeTotalFailures),
    failing,
  };
}

type CellsOf = (row: JobRow) => Pick<JobCells, 'cells' | 'warningLimit' | 'pressure'>;

function ageCells(row: JobRow) {
  const age = row.values.SecondsSinceSuccess;
  const { warning } = stalenessBands(row);
  return { cells: [ageCell(row)], warningLimit: warning, pressure: (age ?? 0) / warning };
}

function rateCells(row: JobRow) {
  const bands = failureBands(row);
  const rate = row.values.FailureRatePercent;
  const cells = [judged(rate, value => judge(value, bands))];
  return { cells, warningLimit: bands.warning, pressure: rate ?? 0 };
}

function detailCells(row: JobRow) {
  const { SuccessesPerMinute, FailuresPerMinute, DurationP95Seconds } = row.values;
  const cells = [
    judged(SuccessesPerMinute, judgeSuccesses),
    judged(FailuresPerMinute, value => judgeFailures(value, row)),
    judged(DurationP95Seconds, value => judge(value, durationBands(row))),
    ageCell(row),
  ];
  const pressure = row.values.FailureRatePercent ?? 0;
  return { cells, warningLimit: failureBands(row).warning, pressure };
}

function ageCell(row: JobRow): Judged | undefined {
  return judged(row.values.SecondsSinceSuccess, value => judge(value, stalenessBands(row)));
}

function judged(value: number | undefined, levelOf: (value: number) => Level): Judged | undefined {
  return value === undefined ? undefined : { value, level: levelOf(value) };
}

function jobCells(row: JobRow, at: number, cellsOf: CellsOf): JobCells {
  const { paused, listed, name } = row.job;
  const isPaused = typeof paused === 'number' ? at < paused : paused;
  const tags: JobTag[] = [
    ...(listed ? [] : ['not listed' as const]),
    ...(isPaused ? ['paused' as const] : []),
  ];
  return { name, tags, ...cellsOf(row) };
}

/** By the worst cell, then by how many are as bad, then by pressure, then by name. */
function worstFirst(jobs: readonly JobCells[]): JobCells[] {
  const worst = ({ cells }: JobCells) => Math.max(0, ...cells.map(cell => rankOf(cell?.level)));
  const sum = ({ cells }: JobCells) =>
    cells.reduce((total, cell) => total + rankOf(cell?.level), 0);
  return jobs.toSorted(
    (a, b) =>
      worst(b) - worst(a) ||
      sum(b) - sum(a) ||
      b.pressure - a.pressure ||
      (a.name < b.name ? -1 : 1),
  );
}
