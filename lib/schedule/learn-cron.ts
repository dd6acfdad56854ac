import { type Field, writeField } from './cron-field.ts';
import { dueTimes } from './due.ts';
import { snap } from './learn-interval.ts';
import { readLocalTimes } from './local-time.ts';
import { earlyShare } from './unmet.ts';

const [minute, hour, day] = [60, 3_600, 86_400];

/**
 * An hour or a weekday with less than a fifth of the runs of the busiest one has only manual runs.
 */
const rareShare = 0.2;

/**
 * The share of runs that follow the cron, and of hours with a run; the rest are manual runs and
 * outages.
 */
const minimumKept = 0.95;
const minimumMet = 0.9;

/** Runs every few minutes shift by as much as the time between them, so no phase can be found. */
const shortestPhasedPeriod = 600;

/** If gaps are this many days or more, the day of the month counts, otherwise the weekday. */
const monthlyDays = 20;

/** A slot is the cron's period: `period` seconds, the first `phase` seconds after the hour. */
type Slots = Readonly<{ period: number; phase: number }>;

/** `fit` is 1 if all runs follow the cron and all its due times were met, and 0 if few did. */
export type LearntCron = Readonly<{ cron: string; timezone: string; fit: number }>;

/**
 * The cron in a zone that explains nearly all runs and is nearly always met; undefined if there is
 * none. `typicalGapSeconds` is the typical gap of the runs, which are ascending Unix seconds.
 */
export function learnCron(
  runs: readonly number[],
  typicalGapSeconds: number,
  timezone: string,
): LearntCron | undefined {
  const local = readLocalTimes(runs, timezone);
  const slots = findSlots(local, snap(typicalGapSeconds));
  if (slots === undefined) return undefined;
  const dueLocally = [...new Set(local.map(time => findSlot(time, slots)))];
  const cron = writeCron(dueLocally, slots, typicalGapSeconds >= monthlyDays * day);
  const first = (runs[0] ?? 0) + (dueLocally[0] ?? 0) - (local[0] ?? 0);
  const schedule = { crons: [cron], timezone, except: [] };
  const due = dueTimes(schedule, first - 1, runs.at(-1) ?? 0);
  return { cron, timezone, fit: measureFit(readLocalTimes(due, timezone), local, slots) };
}

/** The runs' period and phase in local time, as far as a minute field can express them. */
function findSlots(local: readonly number[], intervalSeconds: number): Slots | undefined {
  const period = Math.min(hour, intervalSeconds);
  if (hour % period !== 0) return undefined;
  if (period < shortestPhasedPeriod) return { period, phase: 0 };
  const phases = local.map(time => time % period).sort((a, b) => a - b);
  const previous = (index: number) => phases.at(index - 1) ?? 0;
  const arcs = phases.map((phase, i) => phase - previous(i) + (i === 0 ? period : 0));
  const widest = arcs.reduce((most, arc) => Math.max(most, arc), 0);
  const start = phases[arcs.indexOf(widest)] ?? 0;
  return widest < period / 3 ? undefined : { period, phase: roundPhase(start, period) };
}

/**
 * The roundest minute from 4 minutes before the earliest run, because runs are seen late, to a
 * little after it.
 */
function roundPhase(earliest: number, period: number): number {
  const every = period / minute;
  const first = Math.floor(earliest / minute) - 4;
  const last = Math.floor((earliest + findSlack(period)) / minute);
  const minutes = Array.from({ length: last - first + 1 }, (_, i) => (last - i + every) % every);
  return minute * minutes.reduce((a, b) => (countRoundness(b) > countRoundness(a) ? b : a));
}

function countRoundness(minuteOfHour: number): number {
  return [60, 30, 15, 10, 5].find(size => minuteOfHour % size === 0) ?? 1;
}

/** How early a run may be for its due time, in seconds: not earlier than a success may be. */
function findSlack(period: number): number {
  return Math.min(2 * minute, earlyShare * period);
}

/** The local due time that a run belongs to: the last one before it, or one a little after it. */
function findSlot(time: number, { period, phase }: Slots): number {
  return Math.floor((time + findSlack(period) - phase) / period) * period + phase;
}

function writeCron(dueLocally: readonly number[], slots: Slots, isMonthly: boolean): string {
  const dates = dueLocally.map(time => new Date(time * 1_000));
  const write = (field: Field, values: readonly number[]) => writeField(field, dropRare(values));
  const hours = write(
    'hour',
    dates.map(date => date.getUTCHours()),
  );
  const monthDays = write(
    'day',
    dates.map(date => date.getUTCDate()),
  );
  const weekdays = write(
    'weekday',
    dates.map(date => date.getUTCDay()),
  );
  const days = isMonthly ? `${monthDays} * *` : `* * ${weekdays}`;
  return `${writeMinutes(slots)} ${hours} ${days}`;
}

function writeMinutes({ period, phase }: Slots): string {
  const [every, offset] = [period / minute, phase / minute];
  if (every === 60) return String(offset);
  if (every === 1) return '*';
  return offset === 0 ? `*/${every}` : `${offset}-59/${every}`;
}

function dropRare(values: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const least = rareShare * Math.max(...counts.values());
  return [...counts].filter(([, count]) => count >= least).map(([value]) => value);
}

/** 0 if runs do not follow the due times, or if the due times were not met. */
function measureFit(due: readonly number[], local: readonly number[], slots: Slots): number {
  const dueSet = new Set(due);
  const ranSlots = local.map(time => findSlot(time, slots));
  const kept = ranSlots.filter(slot => dueSet.has(slot)).length / local.length;
  const ranHours = new Set(ranSlots.map(countHours));
  const dueHours = [...new Set(due.map(countHours))];
  const met = dueHours.filter(each => ranHours.has(each)).length / dueHours.length;
  const isMet = met >= minimumMet && local.length >= minimumMet * due.length;
  return kept >= minimumKept && isMet ? Math.min(kept, met) : 0;
}

function countHours(seconds: number): number {
  return Math.floor(seconds / hour);
}
