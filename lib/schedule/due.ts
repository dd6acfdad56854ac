import type { Schedule } from '../model/schedule.ts';
import { type CompiledCron, compileCron } from './cron.ts';
import { findPlainDay, readLocalDate } from './local-time.ts';

/** Two consecutive due times, Unix seconds; infinite if there is none on that side. */
type Gap = Readonly<{ last: number; next: number }>;

/** The last gaps that were requested; a judge requests the same few again every minute. */
const maximumGaps = 8;
const knownGaps = new WeakMap<Schedule, Gap[]>();

/** All due times in (from, to], Unix seconds, ascending, without duplicates. */
export function dueTimes(schedule: Schedule, from: number, to: number): number[] {
  const times = new Set<number>();
  for (const compiled of compileCrons(schedule))
    for (let due = findNext(compiled, from); due <= to; )
      due = collectDay({ ...compiled, timezone: schedule.timezone }, { due, to }, times);
  return [...times].sort((a, b) => a - b).filter(due => !isExcepted(schedule, due));
}

/**
 * Adds a due time and the following ones on its day up to `to`. Returns the first due time not
 * added.
 */
function collectDay(
  compiled: CompiledCron & Pick<Schedule, 'timezone'>,
  { due, to }: Readonly<{ due: number; to: number }>,
  times: Set<number>,
): number {
  const day = findPlainDay(due, compiled.timezone);
  if (day === undefined) {
    times.add(due);
    return findNext(compiled, due);
  }
  for (const second of compiled.secondsOfDay) {
    const time = day.start + second;
    if (time >= due && time <= to) times.add(time);
  }
  return findNext(compiled, day.end - 1);
}

/** The newest due time at or before a time, Unix seconds; undefined if there was none. */
export function lastDue(schedule: Schedule, at: number): number | undefined {
  const { last } = findGap(schedule, at);
  return Number.isFinite(last) ? last : undefined;
}

/** The first due time after a time, Unix seconds; undefined if there is none. */
export function nextDue(schedule: Schedule, at: number): number | undefined {
  const { next } = findGap(schedule, at);
  return Number.isFinite(next) ? next : undefined;
}

/** Seconds from a due time to the next one; infinite after the last. */
export function gapAround(schedule: Schedule, due: number): number {
  return findGap(schedule, due).next - due;
}

function findGap(schedule: Schedule, at: number): Gap {
  const gaps = knownGaps.get(schedule) ?? [];
  const known = gaps.find(({ last, next }) => last <= at && at < next);
  if (known !== undefined) return known;
  const gap = { last: searchBack(schedule, at), next: searchOn(schedule, at) };
  knownGaps.set(schedule, [gap, ...gaps.slice(0, maximumGaps - 1)]);
  return gap;
}

function searchOn(schedule: Schedule, at: number): number {
  const crons = compileCrons(schedule);
  for (let from = at; ; ) {
    const due = Math.min(...crons.map(compiled => findNext(compiled, from)));
    if (!isExcepted(schedule, due)) return due;
    const day = findPlainDay(due, schedule.timezone);
    from = day === undefined ? due : day.end - 1;
  }
}

function searchBack(schedule: Schedule, at: number): number {
  const crons = compileCrons(schedule);
  for (let to = at; ; ) {
    const due = Math.max(...crons.map(compiled => findLast(compiled, to)));
    if (!isExcepted(schedule, due)) return due;
    to = (findPlainDay(due, schedule.timezone)?.start ?? due) - 1;
  }
}

function isExcepted({ except, timezone }: Schedule, due: number): boolean {
  return except.length > 0 && Number.isFinite(due) && except.includes(readLocalDate(due, timezone));
}

function compileCrons({ crons, timezone }: Schedule): CompiledCron[] {
  return crons.map(text => compileCron(text, timezone));
}

function findNext({ cron }: CompiledCron, at: number): number {
  const date = cron.nextRun(new Date(Math.floor(at) * 1_000));
  return date === null ? Number.POSITIVE_INFINITY : date.getTime() / 1_000;
}

function findLast({ cron }: CompiledCron, at: number): number {
  const [date] = cron.previousRuns(1, new Date((Math.floor(at) + 1) * 1_000));
  return date === undefined ? Number.NEGATIVE_INFINITY : date.getTime() / 1_000;
}
