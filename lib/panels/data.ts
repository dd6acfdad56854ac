import { isPaused } from '../model/job.ts';
import type { HeatmapData } from './heatmap.ts';
import {
  findDurationBands,
  findFailureBands,
  findStalenessBands,
  type Judged,
  judge,
  judgeFailures,
  judgeSuccesses,
  judgeTotalFailures,
  type Level,
  rankLevel,
} from './judge.ts';
import type { LinesData } from './lines.ts';
import type { Panel } from './panel.ts';
import { addUp, collectRows, type JobRow } from './rows.ts';
import type { PanelSnapshot } from './snapshot.ts';
import type { SuccessState } from './success-state.ts';

/** What the panel shows beside a job's name. */
type JobTag = 'unlisted' | 'paused' | 'suspended';

/** `cells` in the panel's order; an `undefined` cell has no data. */
export type JobCells = Readonly<{
  name: string;
  tags: readonly JobTag[];
  cells: readonly (Judged | undefined)[];
  success: SuccessState;
  /** The value from which the first cell is a warning, in its own unit. */
  warningLimit: number;
  /** How near the job is to its limit, in multiples of it; orders jobs of one level. */
  pressure: number;
  /** The largest finite bucket in seconds. A P95 above it is only known to be above it. */
  topBoundSeconds: number | undefined;
}>;

/** The data of a panel. Every kind but lines and heatmap is for the minute `at` (Unix seconds). */
export type PanelData =
  | Readonly<{
      kind: 'totals';
      at: number;
      successesPerMinute: Judged | undefined;
      failuresPerMinute: Judged | undefined;
      /** Jobs with failures in their window, worst first. */
      failing: readonly Readonly<{ name: string; perMinute: number }>[];
    }>
  | Readonly<{ kind: 'ages' | 'rates' | 'details'; at: number; jobs: readonly JobCells[] }>
  | Readonly<{ kind: 'gauge'; at: number; panel: Panel; percent: number | undefined }>
  | LinesData
  | HeatmapData;

/** Numbers of the panels that show one minute. */
export type MinutePanel = 1 | 6 | 8 | 10;

/** Whether the panel of this number shows one minute. */
export function isMinutePanel(number: number): number is MinutePanel {
  return number === 1 || number === 6 || number === 8 || number === 10;
}

/** The results of the checks at one minute, as the panel of this number shows them. */
export function collectPanelData(panel: MinutePanel, snapshot: PanelSnapshot): PanelData {
  return arrangeRows(panel, collectRows(snapshot), snapshot.evaluation.at);
}

/** The same from rows that have already been collected. */
export function arrangeRows(panel: MinutePanel, rows: readonly JobRow[], at: number): PanelData {
  const arrange = (readCells: ReadCells) =>
    worstFirst(rows.map(row => ({ ...describeJob(row, at), ...readCells(row) })));
  switch (panel) {
    case 1:
      return totalRows(rows, at);
    case 6:
      return { kind: 'ages', at, jobs: arrange(readAge) };
    case 8:
      return { kind: 'rates', at, jobs: arrange(readRate) };
    case 10:
      return { kind: 'details', at, jobs: arrange(readDetails) };
  }
}

function totalRows(rows: readonly JobRow[], at: number): PanelData {
  const failing = rows
    .map(({ job, values }) => ({ name: job.name, perMinute: values.FailuresPerMinute ?? 0 }))
    .filter(({ perMinute }) => perMinute > 0)
    .sort((a, b) => b.perMinute - a.perMinute);
  const successes = addUp(rows, 'SuccessesPerMinute');
  return {
    kind: 'totals',
    at,
    successesPerMinute: withLevel(successes, value => (value > 0 ? 'good' : 'none')),
    failuresPerMinute: withLevel(addUp(rows, 'FailuresPerMinute'), judgeTotalFailures),
    failing,
  };
}

type ReadCells = (row: JobRow) => Pick<JobCells, 'cells' | 'warningLimit' | 'pressure'>;

function readAge(row: JobRow) {
  const { warning } = findStalenessBands(row);
  const measured = row.values.SecondsOverdue ?? row.values.SecondsSinceSuccess ?? 0;
  return { cells: [judgeAge(row)], warningLimit: warning, pressure: measured / warning };
}

function readRate(row: JobRow) {
  const bands = findFailureBands(row);
  const rate = row.values.FailureRatePercent;
  const cells = [withLevel(rate, value => judge(value, bands))];
  return { cells, warningLimit: bands.warning, pressure: rate ?? 0 };
}

function readDetails(row: JobRow) {
  const { SuccessesPerMinute, FailuresPerMinute, DurationP95Seconds } = row.values;
  const cells = [
    withLevel(SuccessesPerMinute, value => judgeSuccesses(value, row)),
    withLevel(FailuresPerMinute, value => judgeFailures(value, row)),
    withLevel(DurationP95Seconds, value => judge(value, findDurationBands(row))),
    judgeAge(row),
  ];
  const pressure = row.values.FailureRatePercent ?? 0;
  return { cells, warningLimit: findFailureBands(row).warning, pressure };
}

/**
 * Seconds since the last success, or since an unmet due time; without a success nothing is green.
 */
function judgeAge(row: JobRow): Judged | undefined {
  const { success, values } = row;
  if (success.kind === 'unjudgeable') return undefined;
  const measured = values.SecondsOverdue ?? values.SecondsSinceSuccess;
  const level = measured === undefined ? 'none' : judge(measured, findStalenessBands(row));
  if (success.kind === 'succeeded') return { value: success.ageSeconds, level };
  const value = success.kind === 'overdue' ? success.lateSeconds : (success.watchedSeconds ?? 0);
  const hasNever = success.kind === 'never' || !success.hasSucceeded;
  return { value, level: hasNever && level === 'good' ? 'none' : level };
}

function withLevel(
  value: number | undefined,
  findLevel: (value: number) => Level,
): Judged | undefined {
  return value === undefined ? undefined : { value, level: findLevel(value) };
}

function describeJob({ job, success, suspended, topBoundSeconds }: JobRow, at: number) {
  const tags: JobTag[] = [
    ...(job.listed ? [] : ['unlisted' as const]),
    ...(isPaused(job, at) ? ['paused' as const] : []),
    ...(suspended ? ['suspended' as const] : []),
  ];
  return { name: job.name, tags, success, topBoundSeconds };
}

/** By the worst cell, then by how many are as bad, then by pressure, then by name. */
function worstFirst(jobs: readonly JobCells[]): JobCells[] {
  const worst = ({ cells, success }: JobCells) =>
    Math.max(
      success.kind === 'unjudgeable' ? unjudgeableRank : 0,
      ...cells.map(cell => rankLevel(cell?.level)),
    );
  const sum = ({ cells }: JobCells) =>
    cells.reduce((total, cell) => total + rankLevel(cell?.level), 0);
  return jobs.toSorted(
    (a, b) =>
      worst(b) - worst(a) ||
      sum(b) - sum(a) ||
      b.pressure - a.pressure ||
      (a.name < b.name ? -1 : 1),
  );
}

/** Jobs that cannot be judged come between unhealthy and healthy ones. */
const unjudgeableRank = 0.5;
