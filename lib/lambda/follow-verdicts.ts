import {
  advanceAlarms,
  beginAlarms,
  findReachMinutes,
  type JobAlarm,
} from '../alarms/job-alarms.ts';
import { combineAlarms, findWorst, type JobVerdict } from '../alarms/verdict.ts';
import { evaluateFleet, evaluateJob, findState, listJobs } from '../checks/evaluate-fleet.ts';
import { checks, findCheck } from '../checks/index.ts';
import type { SourceHistory } from '../history/history.ts';
import type { JobFacts } from '../model/facts.ts';
import { type CheckName, type Fleet, isPaused, type Job } from '../model/job.ts';
import type { Measurement } from '../model/measurement.ts';

/** What can be judged of a source at a minute; `without` are the checks that could not be read. */
type VerdictMinute = Readonly<{ at: number; without: ReadonlySet<CheckName> }>;

/** Follows the alarms of a source's jobs from minute to minute. */
type VerdictFollower = Readonly<{
  /**
   * The verdicts of a minute (Unix seconds), of jobs about which anything was ever known. Missed
   * minutes are judged first. A job has no verdict if something unknown could be worse than
   * everything known, or during a pause that ends by itself.
   */
  follow: (history: SourceHistory, minute: VerdictMinute) => JobVerdict[];
}>;

/** When a process begins, it looks this far back for an alarm without a datapoint in its range. */
const lookBackSeconds = 6 * 3600;

type Followed = {
  /** Alarms by the job's name as they were at the minute `through`, which was judged completely. */
  alarms: ReadonlyMap<string, readonly JobAlarm[]>;
  through: number;
  /** Checks that have been read since the process began. For all others, no state is known. */
  known: ReadonlySet<CheckName>;
};

/** The follower of one source. Its state depends only on the history. */
export function createVerdictFollower(fleet: Fleet): VerdictFollower {
  const reachSeconds = findReachMinutes([...fleet.jobs, fleet.unlisted.settings]) * 60;
  const followed: Followed = {
    alarms: new Map(),
    through: Number.NEGATIVE_INFINITY,
    known: new Set(),
  };
  return {
    follow: (history, minute) => {
      const { at, without } = minute;
      if (findState(fleet, history, at - fleet.delaySeconds) !== 'fresh') return [];
      const context = { fleet, history, without };
      const jobs = listJobs(fleet, history);
      const from = Math.max(followed.through, at - reachSeconds) + 60;
      const { alarms, last } = replay(context, { jobs, from, at }, followed.alarms);
      const fresh = checks.map(({ name }) => name).filter(name => isNew(name, followed, without));
      const whole = fresh.length === 0 ? alarms : recall(context, { jobs, at, fresh, alarms });
      const known = new Set([...followed.known, ...fresh]);
      const isRead = without.size === 0 && history.unread.size === 0;
      const isWhole = isRead && at > followed.through;
      if (isWhole) Object.assign(followed, { alarms: whole, through: at, known });
      const judged = jobs.filter(job => !isHeldBack(job, at));
      return judged.flatMap(job => judge(job, { alarms: whole.get(job.name) ?? [], known, last }));
    },
  };
}

function isNew(name: CheckName, { known }: Followed, without: ReadonlySet<CheckName>): boolean {
  return !known.has(name) && !without.has(name);
}

type Context = Readonly<{
  fleet: Fleet;
  history: SourceHistory;
  without: ReadonlySet<CheckName>;
}>;

type Alarms = ReadonlyMap<string, readonly JobAlarm[]>;

/** The alarms after each minute of a span, and the measurements of the last one. */
function replay(
  { fleet, history, without }: Context,
  { jobs, from, at }: Readonly<{ jobs: readonly Job[]; from: number; at: number }>,
  before: Alarms,
): Readonly<{ alarms: Alarms; last: ReadonlyMap<string, readonly Measurement[]> }> {
  let alarms = new Map(jobs.map(job => [job.name, before.get(job.name) ?? beginAlarms(job)]));
  let last: ReadonlyMap<string, readonly Measurement[]> = new Map();
  for (let minute = from; minute <= at; minute += 60) {
    const { measurements } = evaluateFleet(fleet, [history], { at: minute, without });
    last = Map.groupBy(measurements, ({ job = '' }) => job);
    alarms = new Map(
      jobs.map(job => {
        const measured = isHeldBack(job, minute) ? [] : (last.get(job.name) ?? []);
        return [job.name, advanceAlarms(alarms.get(job.name) ?? [], measured, minute)];
      }),
    );
  }
  return { alarms, last };
}

/**
 * A pause that ends by itself keeps the alarms as they were; for one without an end, the stack
 * disables their actions.
 */
function isHeldBack(job: Job, minute: number): boolean {
  return typeof job.paused === 'number' && isPaused(job, minute);
}

type Recalled = Readonly<{
  jobs: readonly Job[];
  at: number;
  fresh: readonly CheckName[];
  alarms: Alarms;
}>;

/**
 * Jobs with an alarm that something once decided about, but nothing recently, are judged from
 * earlier.
 */
function recall(context: Context, { jobs, at, fresh, alarms }: Recalled): Alarms {
  const recalled = new Map(alarms);
  for (const job of jobs) {
    const facts = context.history.findFacts(job);
    const isOpen = ({ state, spec }: JobAlarm) => {
      const { name } = findCheck(spec.alert);
      return state === 'INSUFFICIENT_DATA' && fresh.includes(name) && hasFacts[name](facts);
    };
    if ((alarms.get(job.name) ?? []).some(isOpen)) {
      recalled.set(job.name, replayJob(context, job, at));
    }
  }
  return recalled;
}

/** Whether a check has ever had anything to judge, as far as is known. */
const hasFacts: Readonly<Record<CheckName, (facts: JobFacts) => boolean>> = {
  failures: ({ runs }) => runs.length > 0,
  staleness: ({ successes }) => successes.length > 0,
  duration: ({ durations }) => durations.length > 0,
  queue: ({ queue }) => queue.length > 0,
  items: ({ items }) => items.length > 0,
};

function replayJob({ fleet, history, without }: Context, job: Job, at: number): JobAlarm[] {
  let alarms = beginAlarms(job);
  for (let minute = at - lookBackSeconds; minute <= at; minute += 60) {
    const moment = minute - fleet.delaySeconds;
    const isKnown = !isHeldBack(job, minute) && findState(fleet, history, moment) === 'fresh';
    const measured = isKnown ? evaluateJob(history, job, { at: moment, without }) : [];
    alarms = advanceAlarms(alarms, measured, minute);
  }
  return alarms;
}

type VerdictInput = Readonly<{
  alarms: readonly JobAlarm[];
  known: ReadonlySet<CheckName>;
  last: ReadonlyMap<string, readonly Measurement[]>;
}>;

/** A job has no verdict while a worse alarm may be on unknown. */
function judge(job: Job, { alarms, known, last }: VerdictInput): JobVerdict[] {
  const measured = last.get(job.name) ?? [];
  const isMeasured = alarms.some(({ spec }) => measured.some(one => one.metric === spec.metric));
  if (alarms.every(({ state }) => state === 'INSUFFICIENT_DATA')) return [];
  const found = { ...combineAlarms(job.name, alarms), isMeasured };
  const specs = alarms.map(({ spec }) => spec);
  const unknown = specs.filter(({ alert }) => !known.has(findCheck(alert).name));
  return found.verdict >= findWorst(unknown) ? [found] : [];
}
