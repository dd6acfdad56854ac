import { type AlarmHistory, findReadRange } from '../alarms/alarm-histories.ts';
import { findStaleLimit } from '../history/freshness.ts';
import type { SourceHistory } from '../history/history.ts';
import type { JobFacts } from '../model/facts.ts';
import type { Fleet, Job } from '../model/job.ts';
import type { TimeRange } from '../model/time-range.ts';
import type { Prometheus } from '../prometheus/client.ts';
import { createHistoryKeeper } from '../prometheus/keep-history.ts';
import { judgeMinutes } from './judge-minutes.ts';
import { formatMinute } from './moment.ts';

export type Replay = Readonly<{
  span: TimeRange;
  /** Alarms that ever left INSUFFICIENT_DATA, by job in the order of the configuration, then by alert. */
  alarms: readonly AlarmHistory[];
  /** Minutes without data in Prometheus. */
  unknownMinutes: number;
  warnings: readonly string[];
  /** What is known about a job, listed or not; undefined if there is none of that name. */
  findJob: (name: string) => KnownJob | undefined;
}>;

export type KnownJob = Readonly<{ job: Job; facts: JobFacts }>;

/** Called with the progress, 0..1. */
type Listener = Readonly<{ onProgress?: (share: number) => void }>;

/**
 * What the alarms would have done over a time range. Throws `PrometheusError` even if only one check
 * could not be read: an alarm that was not judged must not look like one that did not fire.
 */
export async function replay(
  prometheus: Prometheus,
  fleet: Fleet,
  span: TimeRange,
  listener: Listener = {},
): Promise<Replay> {
  const read = findReadRange([...fleet.jobs, fleet.unlisted.settings], span);
  const keeper = createHistoryKeeper(prometheus, fleet);
  const { failures, warnings } = await keeper.update(
    { from: read.from - fleet.delaySeconds, to: read.to - fleet.delaySeconds },
    listener,
  );
  for (const found of failures.values()) for (const error of found.values()) throw error;
  const { jobs, alarms, unknownMinutes } = judgeMinutes(fleet, keeper.histories, {
    span,
    read,
    afterEnd: 'gone',
  });
  const gaps = [
    ...describeUnseen(fleet, keeper.histories),
    ...keeper.histories.flatMap(history => describeEnd(fleet, history, span)),
  ];
  const findJob = createJobFinder(jobs, keeper.histories);
  return { span, alarms, unknownMinutes, warnings: [...warnings, ...gaps], findJob };
}

function createJobFinder(jobs: readonly Job[], histories: readonly SourceHistory[]) {
  const named = new Map(jobs.map(job => [job.name, job]));
  return (name: string): KnownJob | undefined => {
    const job = named.get(name);
    const history = histories.find(({ source }) => source.name === job?.source);
    if (job === undefined || history === undefined) return undefined;
    return { job, facts: history.findFacts(job) };
  };
}

/** Whether Prometheus has no data for any minute, so that the absence of alarms means nothing. */
export function isWithoutData({
  span,
  unknownMinutes,
}: Pick<Replay, 'span' | 'unknownMinutes'>): boolean {
  return 60 * unknownMinutes > span.to - span.from;
}

/** At most this many names are listed. */
const mostNames = 10;

function describeUnseen(fleet: Fleet, histories: readonly SourceHistory[]): string[] {
  const known = histories.filter(({ store }) => Number.isFinite(store.newest));
  const names = known.flatMap(history =>
    fleet.jobs
      .filter(({ source }) => source === history.source.name)
      .filter(job => job.paused !== true && history.findFacts(job).seen === undefined)
      .map(({ name }) => name),
  );
  if (names.length === 0) return [];
  const rest = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
  return [`no series of ${names.slice(0, mostNames).join(', ')}${rest} in this range`];
}

/**
 * For a source whose samples end before the range does; the deployed judge would report the source.
 */
function describeEnd(fleet: Fleet, { source, store }: SourceHistory, { to }: TimeRange): string[] {
  const { newest } = store;
  if (!Number.isFinite(newest) || to - newest <= findStaleLimit(store, fleet.delaySeconds))
    return [];
  return [
    `the newest sample of source ${source.name} is from ${formatMinute(newest)} UTC: its jobs are judged as if their targets had stopped then`,
  ];
}
