import type { Run, SimulatedJob } from './scenario.ts';

/** The application's metric families. A counter's samples add `_total` to these names. */
export type FamilyName =
  | 'job_execution'
  | 'job_execution_duration_seconds'
  | 'job_last_success_timestamp_seconds'
  | 'job_items_processed'
  | 'job_queue_size';

/** Values and the times from which each holds. The series begins at the first time. */
export type Steps = Readonly<{ times: readonly number[]; values: readonly number[] }>;

/** One series that a process exports. Its value changes in steps or is computed at each scrape. */
export type ExportedSeries = Readonly<{
  family: FamilyName;
  sampleName: string;
  labels: Readonly<Record<string, string>>;
  value: Steps | ((time: number) => number | undefined);
}>;

/** A job's runs in one process. `preinitialised` counters exist as 0 before the first run. */
type JobLife = Readonly<{
  job: SimulatedJob;
  runs: readonly Run[];
  startsAt: number;
  preinitialised: boolean;
}>;

/** Upper bounds of `job_execution_duration_seconds`, in seconds, as the application sets them. */
const durationBounds = [0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600] as const;

/** Lists all series that a process exports for one of its jobs. */
export function listExportedSeries(life: JobLife): ExportedSeries[] {
  return [
    ...createExecutions(life),
    ...createDurations(life),
    ...createLastSuccess(life),
    ...createItems(life),
    ...createQueue(life),
  ];
}

function createExecutions(life: JobLife): ExportedSeries[] {
  const initial = { ...createZeros(life, ['success', 'failed']), ...life.job.initial?.executions };
  const changes = life.runs.map(run => ({ time: run.end, status: run.outcome, add: 1 }));
  return createCounters('job_execution', { life, initial, changes });
}

function createItems(life: JobLife): ExportedSeries[] {
  const known = life.job.items === undefined ? [] : ['success', 'failed', 'skipped'];
  const initial = { ...createZeros(life, known), ...life.job.initial?.items };
  const changes = life.runs.flatMap(run =>
    Object.entries(run.items ?? {}).map(([status, add]) => ({ time: run.end, status, add })),
  );
  return createCounters('job_items_processed', { life, initial, changes });
}

function createZeros(life: JobLife, statuses: readonly string[]): Record<string, number> {
  return Object.fromEntries(life.preinitialised ? statuses.map(status => [status, 0]) : []);
}

type Change = Readonly<{ time: number; status: string; add: number }>;

type CounterLife = Readonly<{
  life: JobLife;
  initial: Readonly<Record<string, number>>;
  changes: readonly Change[];
}>;

function createCounters(
  family: 'job_execution' | 'job_items_processed',
  { life, initial, changes }: CounterLife,
): ExportedSeries[] {
  const born = new Map(Object.entries(initial));
  const byStatus = Map.groupBy(changes, change => change.status);
  const statuses = new Set([...born.keys(), ...byStatus.keys()]);
  return [...statuses].map(status => ({
    family,
    sampleName: `${family}_total`,
    labels: { job_name: life.job.name, status },
    value: accumulateSteps(byStatus.get(status) ?? [], findBeginning(life, born.get(status))),
  }));
}

function createDurations(life: JobLife): ExportedSeries[] {
  const before = life.job.initial?.durations;
  if (life.runs.length === 0 && before === undefined && !life.preinitialised) return [];
  const count = before?.count ?? 0;
  const exists = before !== undefined || life.preinitialised;
  const labels = { job_name: life.job.name };
  const series = (
    suffix: string,
    extra: Record<string, string>,
    add: (seconds: number) => number,
  ) => ({
    family: 'job_execution_duration_seconds' as const,
    sampleName: `job_execution_duration_seconds_${suffix}`,
    labels: { ...labels, ...extra },
    value: accumulateSteps(
      life.runs.map(run => ({ time: run.end, add: add(run.durationSeconds) })),
      findBeginning(life, exists ? count * add(before?.secondsEach ?? 0) : undefined),
    ),
  });
  return [
    ...[...durationBounds, Number.POSITIVE_INFINITY].map(bound =>
      series('bucket', { le: formatBound(bound) }, seconds => (seconds <= bound ? 1 : 0)),
    ),
    series('sum', {}, seconds => seconds),
    series('count', {}, () => 1),
  ];
}

function formatBound(bound: number): string {
  return Number.isFinite(bound) ? String(bound) : '+Inf';
}

function createLastSuccess({ job, runs, startsAt }: JobLife): ExportedSeries[] {
  const successes = runs.filter(run => run.outcome === 'success');
  const before = job.initial?.lastSuccess;
  const value = {
    times: [...(before === undefined ? [] : [startsAt]), ...successes.map(run => run.end)],
    values: [
      ...(before === undefined ? [] : [before]),
      ...successes.map(run => readStamp(job, run.end)),
    ],
  };
  const name = 'job_last_success_timestamp_seconds';
  return [{ family: name, sampleName: name, labels: { job_name: job.name }, value }];
}

function readStamp(job: SimulatedJob, endedAt: number): number {
  if (typeof job.stamp === 'function') return job.stamp(endedAt);
  return job.stamp ?? endedAt;
}

function createQueue({ job }: JobLife): ExportedSeries[] {
  const read = job.queue;
  if (read === undefined) return [];
  const { activeFrom = Number.NEGATIVE_INFINITY, activeTo = Number.POSITIVE_INFINITY } = job;
  const value = (time: number) => (time < activeFrom ? undefined : read(Math.min(time, activeTo)));
  const name = 'job_queue_size';
  return [{ family: name, sampleName: name, labels: { job_name: job.name }, value }];
}

type Beginning = Readonly<{ time: number; value: number }> | undefined;

function findBeginning(life: JobLife, value: number | undefined): Beginning {
  return value === undefined ? undefined : { time: life.startsAt, value };
}

function accumulateSteps(
  changes: readonly Readonly<{ time: number; add: number }>[],
  beginning: Beginning,
): Steps {
  const times = beginning === undefined ? [] : [beginning.time];
  const values = beginning === undefined ? [] : [beginning.value];
  let total = beginning?.value ?? 0;
  for (const { time, add } of changes) {
    total += add;
    times.push(time);
    values.push(total);
  }
  return { times, values };
}
