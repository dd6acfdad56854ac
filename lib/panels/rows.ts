import { findState, listJobs } from '../checks/evaluate-fleet.ts';
import { isWithin } from '../history/freshness.ts';
import type { SourceHistory } from '../history/history.ts';
import type { AlertName, Job } from '../model/job.ts';
import type { Measurement, MetricName } from '../model/measurement.ts';
import type { PanelSnapshot } from './snapshot.ts';
import { readSuccessState, type SuccessState } from './success-state.ts';

/** Everything that is known about a job at one minute; a missing metric was not measured. */
export type JobRow = Readonly<{
  job: Job;
  values: Readonly<Partial<Record<MetricName, number>>>;
  /** Limits that apply now instead of the job's own. */
  limits: Readonly<Partial<Record<AlertName, number>>>;
  success: SuccessState;
  suspended: boolean;
  /** The largest finite bucket in seconds; a longer run is only known to be above it. */
  topBoundSeconds: number | undefined;
}>;

/**
 * Every listed job, measured or not, in the configuration's order, then the unlisted ones by name.
 */
export function collectRows(snapshot: PanelSnapshot): JobRow[] {
  const { fleet, histories, evaluation } = snapshot;
  const byJob = Map.groupBy(evaluation.measurements, ({ job }) => job ?? '');
  const rows = histories.flatMap(history =>
    listJobs(fleet, history)
      .filter(job => job.listed || isSeen(history, job, evaluation.at - fleet.delaySeconds))
      .map(job => readRow(snapshot, { history, job, measurements: byJob.get(job.name) ?? [] })),
  );
  const places = new Map(fleet.jobs.map(({ name }, index) => [name, index]));
  const place = ({ job }: JobRow) => (job.listed ? (places.get(job.name) ?? 0) : places.size);
  return rows.sort((a, b) => place(a) - place(b) || (a.job.name < b.job.name ? -1 : 1));
}

function isSeen(history: SourceHistory, job: Job, at: number): boolean {
  const { seen } = history.findFacts(job);
  return seen !== undefined && seen.from <= at;
}

type RowInput = Readonly<{
  history: SourceHistory;
  job: Job;
  measurements: readonly Measurement[];
}>;

function readRow(
  { fleet, evaluation }: PanelSnapshot,
  { history, job, measurements }: RowInput,
): JobRow {
  const facts = history.findFacts(job);
  const at = evaluation.at - fleet.delaySeconds;
  const sourceState = findState(fleet, history, at);
  return {
    job,
    values: Object.fromEntries(measurements.map(({ metric, value }) => [metric, value])),
    limits: Object.assign({}, ...measurements.map(({ limits }) => limits ?? {})),
    success: readSuccessState(job, { facts, at, sourceState, measurements }),
    suspended: isWithin(facts.suspended, at),
    topBoundSeconds: facts.bounds.at(-1),
  };
}

/** A metric added up over the jobs; `undefined` if no job has it, which is not 0. */
export function addUp(rows: readonly JobRow[], metric: MetricName): number | undefined {
  const values = rows.map(row => row.values[metric]).filter(value => value !== undefined);
  if (values.length === 0) return undefined;
  const sum = values.reduce((total, value) => total + value, 0);
  return Math.min(sum, Number.MAX_VALUE);
}
