import { type AlarmHistory, type FindDatapoints, followAlarms } from '../alarms/alarm-histories.ts';
import type { Datapoint } from '../alarms/range.ts';
import { type Evaluation, evaluateFleet, listJobs } from '../checks/evaluate-fleet.ts';
import { planJobAlarms } from '../checks/index.ts';
import type { SourceHistory } from '../history/history.ts';
import type { Fleet, Job } from '../model/job.ts';
import type { Measurement } from '../model/measurement.ts';
import type { TimeRange } from '../model/time-range.ts';

/** Every minute of a time range, judged. */
export type JudgedMinutes = Readonly<{
  /** Listed jobs in the order of the configuration, then the unlisted ones. */
  jobs: readonly Job[];
  /** Alarms that ever left INSUFFICIENT_DATA, by job, then by alert. */
  alarms: readonly AlarmHistory[];
  /** Minutes of the range without data in Prometheus. */
  unknownMinutes: number;
  /** The evaluation of the last minute. */
  last: Evaluation;
  /** The values that alarms read, as far back from the last minute as they look. */
  findDatapoints: FindDatapoints;
}>;

/** `read` is `span` and the minutes before it, as returned by `findReadRange`. */
type JudgeRanges = Readonly<{
  span: TimeRange;
  read: TimeRange;
  /** What it means if the samples end before the range does; see `evaluateFleet`. */
  afterEnd?: 'unknown' | 'gone';
}>;

/** How often the alarms are judged, in minutes, and what they no longer look at is forgotten. */
const pieceMinutes = 60;

/** The deployed judge's own evaluation of each minute, with CloudWatch's own rules applied to all of them. */
export function judgeMinutes(
  fleet: Fleet,
  histories: readonly SourceHistory[],
  { span, read, afterEnd = 'unknown' }: JudgeRanges,
): JudgedMinutes {
  const jobs = histories.flatMap(history => listJobs(fleet, history));
  const datapoints = createDatapoints(jobs);
  const alarms = followAlarms(jobs, span.from);
  let unknownMinutes = 0;
  const judge = (at: number) => {
    const evaluation = evaluateFleet(fleet, histories, { at, afterEnd });
    const isKnown = [...evaluation.sources.values()].includes('fresh');
    if (at >= span.from && !isKnown) unknownMinutes += 1;
    datapoints.add(at, evaluation.measurements);
    return evaluation;
  };
  const first = Math.ceil(read.from / 60) * 60;
  for (let at = first; at < read.to; at += 60) {
    judge(at);
    if ((at - first) % (pieceMinutes * 60) !== 0) continue;
    alarms.advance(datapoints.find, at);
    datapoints.forget(at - alarms.holdSeconds);
  }
  const last = judge(Math.floor(read.to / 60) * 60);
  alarms.advance(datapoints.find, span.to);
  return { jobs, alarms: alarms.list(), unknownMinutes, last, findDatapoints: datapoints.find };
}

/** Datapoints that alarms read, by job and by metric or alert, in the order of time. */
function createDatapoints(jobs: readonly Job[]) {
  const datapoints = new Map<string, Map<string, Datapoint[]>>();
  const alarmed = new Set(jobs.flatMap(planJobAlarms).map(({ metric }) => metric));
  const pausedUntil = new Map(
    jobs.map(job => [job.name, typeof job.paused === 'number' ? job.paused : 0]),
  );
  const add = (at: number, measurements: readonly Measurement[]) => {
    for (const { job, metric, value, limits } of measurements) {
      if (job === undefined || !alarmed.has(metric) || at < (pausedUntil.get(job) ?? 0)) continue;
      const known = getOrAdd(datapoints, job, () => new Map<string, Datapoint[]>());
      if (limits === undefined) getOrAdd(known, metric, () => []).push({ at, value });
      for (const [alert, limit] of Object.entries(limits ?? {})) {
        getOrAdd(known, alert, () => []).push({ at, value, limit });
      }
    }
  };
  const find: FindDatapoints = (job, metric, alert) =>
    datapoints.get(job)?.get(alert) ?? datapoints.get(job)?.get(metric) ?? [];
  const forget = (before: number) => {
    for (const rows of datapoints.values()) {
      for (const points of rows.values()) {
        const kept = points.findIndex(({ at }) => at >= before);
        points.splice(0, kept === -1 ? points.length : kept);
      }
    }
  };
  return { add, find, forget };
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
