import { formatDuration } from '../model/format.ts';
import type { Job } from '../model/job.ts';
import type { Schedule } from '../model/schedule.ts';
import { dueTimes, gapAround } from '../schedule/due.ts';
import { learnSchedule } from '../schedule/learn.ts';
import type { DoctorEvidence, OwnSchedule, SourceEvidence } from './evidence.ts';
import type { Finding } from './finding.ts';
import { isWritable, writeKey, writeRhythm, writeSchedule } from './yaml-lines.ts';

const minute = 60;

/** With fewer runs or due times, nothing is concluded. */
const fewest = 3;

/** The last two months of a daily job, and enough runs of a frequent one. */
const mostDue = 60;

/** A run may begin slightly before its due time, and a while after it. */
const earlySeconds = 5 * minute;
const lateSeconds = 20 * minute;

/** A schedule is right if a run met most of its due times, and wrong if a run met few. */
const rightShare = 0.8;
const wrongShare = 0.5;

/** Zones differ by half hours, up to 14 h in both directions. */
const offsets = Array.from({ length: 57 }, (_, index) => (index - 28) * 30 * minute)
  .filter(offset => offset !== 0)
  .toSorted((a, b) => Math.abs(a) - Math.abs(b));

/** Jobs that run on another schedule than the configured one. */
export function findOffSchedules({ at }: DoctorEvidence, source: SourceEvidence): Finding[] {
  return source.jobs.flatMap(job => {
    const { schedule } = job;
    if (schedule === undefined) return [];
    const own = source.schedules.get(job.seriesName);
    const differing = own === undefined ? [] : compareOwn(job, schedule, own);
    if (differing.length > 0) return differing;
    return judgeSchedule(job, schedule, { times: source.runTimes.get(job.seriesName) ?? [], at });
  });
}

/** If the exporter reports the schedule itself, nothing has to be learnt. */
function compareOwn(job: Job, schedule: Schedule, own: OwnSchedule): Finding[] {
  const timezone = own.timezone ?? 'UTC';
  const isSame = schedule.crons.includes(own.cron) && schedule.timezone === timezone;
  if (isSame || !isWritable(own)) return [];
  return [
    {
      level: 'warning',
      code: 'schedule-differs',
      jobs: [job.name],
      what: `It is scheduled by ${show([own.cron], timezone)}; the configuration says ${show(schedule.crons, schedule.timezone)}.`,
      why: 'Jobwatch expects it when it does not run, and does not miss it when it should run.',
      advice: 'Use the schedule that it runs on.',
      lines: [writeLine(job, writeSchedule(own))],
    },
  ];
}

type Ran = Readonly<{ times: readonly number[]; at: number }>;

function judgeSchedule(job: Job, schedule: Schedule, { times, at }: Ran): Finding[] {
  const first = times[0];
  if (first === undefined || times.length < fewest) return [];
  // due times after the last run are late, and reported as late
  const last = Math.min(at - lateSeconds, times.at(-1) ?? at);
  const due = dueTimes(schedule, first - lateSeconds, last).slice(-mostDue);
  if (due.length < fewest) return [];
  const met = measureMet(schedule, due, times);
  if (met >= wrongShare) return [];
  const offset = offsets.find(seconds => {
    const moved = due.map(time => time + seconds).filter(time => time >= first - lateSeconds);
    return measureMet(schedule, moved, times) >= rightShare;
  });
  const learnt = learnSchedule(times, at);
  return [reportOff(job, schedule, { offset, lines: learnt && writeRhythm(learnt) })];
}

/** The share of due times that a run follows soon. */
function measureMet(schedule: Schedule, due: readonly number[], times: readonly number[]): number {
  if (due.length === 0) return 0;
  const met = due.filter(time => {
    const patience = Math.min(lateSeconds, gapAround(schedule, time) / 2);
    const early = time - Math.min(earlySeconds, patience);
    // runs ascend, and the relevant ones are among the last
    const ran = times.findLast(each => each <= time + patience);
    return ran !== undefined && ran >= early;
  });
  return met.length / due.length;
}

type ScheduleOffset = Readonly<{
  offset: number | undefined;
  lines: readonly string[] | undefined;
}>;

function reportOff(job: Job, schedule: Schedule, { offset, lines }: ScheduleOffset): Finding {
  const configured = show(schedule.crons, schedule.timezone);
  const by = offset === undefined ? '' : formatDuration(Math.abs(offset));
  const side = (offset ?? 0) > 0 ? 'after' : 'before';
  return {
    level: 'warning',
    code: 'schedule-off',
    jobs: [job.name],
    what:
      offset === undefined
        ? `It does not run at the times of ${configured}.`
        : `It runs ${by} ${side} the times of ${configured}: the time zone is off by ${by}.`,
    why: 'It counts as late although it ran, and a missed run is reported late.',
    advice:
      offset === undefined
        ? 'Correct the schedule, or find out why it runs at other times.'
        : 'Set timezone to the time zone of its scheduler; the default is UTC.',
    ...(lines === undefined ? {} : { lines: [writeLine(job, lines)] }),
  };
}

function show(crons: readonly string[], timezone: string): string {
  return `${crons.map(cron => JSON.stringify(cron)).join(', ')} (${timezone})`;
}

function writeLine({ name }: Job, settings: readonly string[]): string {
  return `  ${writeKey(name)}: { ${settings.join(', ')} }`;
}
