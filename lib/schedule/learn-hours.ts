import type { RanHours } from '../model/facts.ts';
import type { Schedule } from '../model/schedule.ts';
import { learnSchedule } from './learn.ts';

const day = 86_400;

/** Two weeks, in which each night and weekend has come twice, and one more weekend. */
export const learningSeconds = 16 * day;

/** The last hour of a day is complete an hour later. */
const settledSeconds = 3_600;

/** Until when runs are learnt for a judgement at a time; the same all day, Unix seconds. */
export function endOfLearning(at: number): number {
  return Math.floor((at - settledSeconds) / day) * day;
}

/** What the hours of two weeks show: a schedule, runs at regular intervals, or neither. */
export type LearntHours =
  | Readonly<{ kind: 'schedule'; schedule: Schedule }>
  | Readonly<{ kind: 'interval'; intervalSeconds: number }>
  | Readonly<{ kind: 'irregular'; longestSeconds: number }>;

/** The rhythm of a job as known at a time; undefined if fewer than three runs were seen. */
export function learnHours({ from, ran }: RanHours, at: number): LearntHours | undefined {
  const until = endOfLearning(at);
  const since = until - learningSeconds;
  const runs = ran.filter(time => time >= since && time < until);
  if (runs.length < 3) return undefined;
  const learnt = learnSchedule(runs, until, { knownFrom: Math.max(from, since) });
  if (learnt === undefined) {
    const gaps = runs.slice(1).map((time, index) => time - (runs[index] ?? time));
    return { kind: 'irregular', longestSeconds: Math.max(...gaps) };
  }
  if ('intervalSeconds' in learnt) return { kind: 'interval', ...learnt };
  const { cron, timezone } = learnt;
  return { kind: 'schedule', schedule: { crons: [cron], timezone, except: [] } };
}
