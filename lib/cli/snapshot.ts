import {
  type AlarmHistory,
  type FindDatapoints,
  findReadRange,
} from '../alarms/alarm-histories.ts';
import { findState, type SourceState } from '../checks/evaluate-fleet.ts';
import type { SourceHistory } from '../history/history.ts';
import type { Fleet } from '../model/job.ts';
import type { Measurement, Note } from '../model/measurement.ts';
import type { Prometheus } from '../prometheus/client.ts';
import { createHistoryKeeper } from '../prometheus/keep-history.ts';
import { findJobStatus, type JobStatus } from './job-status.ts';
import { type JudgedMinutes, judgeMinutes } from './judge-minutes.ts';

/** The state of a source at a minute. */
export type SourceStatus = Readonly<{
  name: string;
  state: SourceState;
  /** Time of its newest sample, Unix seconds. */
  newest: number | undefined;
  /** What could not be read from it: the messages of the errors. */
  failures: readonly string[];
}>;

/** Everything that is known at one minute, in Unix seconds. */
export type Snapshot = Readonly<{
  at: number;
  /** Every minute from here to `at` was judged: an alarm may have begun before. */
  from: number;
  jobs: readonly JobStatus[];
  sources: readonly SourceStatus[];
  measurements: readonly Measurement[];
  notes: readonly Note[];
  warnings: readonly string[];
  alarms: readonly AlarmHistory[];
  findDatapoints: FindDatapoints;
}>;

/** How far back to look for the beginning of an alarm, in minutes: one shift. */
const recentMinutes = 6 * 60;

/**
 * The most judgements of one job at one minute, each of about 10 µs. With more than 1,100 jobs, fewer
 * minutes are judged.
 */
const mostJudgements = 400_000;

/**
 * The result of every check at the minute `at`, as the deployed judge has it, and the alarms that
 * are on. Throws `PrometheusError` if a source cannot be read at all.
 */
export async function takeSnapshot(
  prometheus: Prometheus,
  fleet: Fleet,
  at: number,
): Promise<Snapshot> {
  const minutes = Math.min(recentMinutes, Math.floor(mostJudgements / (fleet.jobs.length + 1)));
  const span = { from: at - 60 * minutes, to: at };
  const read = findReadRange([...fleet.jobs, fleet.unlisted.settings], span);
  const keeper = createHistoryKeeper(prometheus, fleet);
  const { failures, warnings } = await keeper.update({
    from: read.from - fleet.delaySeconds,
    to: read.to - fleet.delaySeconds,
  });
  for (const found of failures.values()) {
    const error = found.get('all');
    if (error !== undefined) throw error;
  }
  const judged = judgeMinutes(fleet, keeper.histories, { span, read });
  const sources = keeper.histories.map(history => {
    const found = failures.get(history.source.name) ?? new Map();
    return {
      ...findSourceStatus(history, judged),
      failures: [...found].map(([check, { message }]) => `${check}: ${message}`),
    };
  });
  return {
    ...{ at, from: span.from, sources, warnings, alarms: judged.alarms },
    ...{ measurements: judged.last.measurements, notes: judged.last.notes },
    jobs: listStatuses(fleet, keeper.histories, judged),
    findDatapoints: judged.findDatapoints,
  };
}

function findSourceStatus({ source, store }: SourceHistory, { last }: JudgedMinutes) {
  const state = last.sources.get(source.name) ?? 'unknown';
  return {
    name: source.name,
    state,
    newest: Number.isFinite(store.newest) ? store.newest : undefined,
  };
}

/** Listed jobs, and unlisted jobs with data. */
function listStatuses(
  fleet: Fleet,
  histories: readonly SourceHistory[],
  { jobs, last }: JudgedMinutes,
): JobStatus[] {
  const moment = last.at - fleet.delaySeconds;
  const byJob = Map.groupBy(last.measurements, ({ job }) => job);
  const statuses = jobs.flatMap(job => {
    const history = histories.find(({ source }) => source.name === job.source);
    const measurements = byJob.get(job.name) ?? [];
    if (history === undefined || (!job.listed && measurements.length === 0)) return [];
    const isFresh = findState(fleet, history, moment) === 'fresh';
    return [findJobStatus(history, { job, measurements, at: moment, isFresh })];
  });
  const order = fleet.jobs.map(({ name }) => name);
  const rank = ({ job }: JobStatus) => (job.listed ? order.indexOf(job.name) : order.length);
  return statuses.sort((a, b) => rank(a) - rank(b));
}
