import { at } from '../corpus/clock.ts';
import type { Run } from './exposition.ts';

/** When the failing, the stopped and the slow job break, in minutes of the case. */
export const breakMinute = 180;
export const fiveHours = 7;

type Plan = Readonly<{
  everyMinutes?: number;
  firstMinute?: number;
  untilMinute?: number;
  outcome?: (index: number, minute: number) => string | undefined;
  seconds?: (minute: number) => number;
}>;

/** Runs at this interval in minutes of the case; an undefined outcome is not a run. */
export function planRuns(hours: number, plan: Plan = {}): Run[] {
  const { everyMinutes = 15, firstMinute = 4, untilMinute = hours * 60 } = plan;
  const runs: Run[] = [];
  for (let index = 0, minute = firstMinute; minute < untilMinute; index += 1) {
    const outcome = plan.outcome === undefined ? 'success' : plan.outcome(index, minute);
    const start = at(minute);
    if (outcome !== undefined) {
      runs.push({ start, end: start + (plan.seconds?.(minute) ?? 20), outcome });
    }
    minute = firstMinute + (index + 1) * everyMinutes;
  }
  return runs;
}

export const everySecond = (index: number) => (index % 2 === 1 ? 'failed' : 'success');
export const failsFrom = (broken: number) => (_: number, minute: number) =>
  minute > broken ? 'failed' : 'success';

/** A job in every state of health, each running every 15 min. */
export const fiveJobs: Readonly<Record<string, readonly Run[]>> = {
  healthy: planRuns(fiveHours),
  flaky: planRuns(fiveHours, { outcome: everySecond }),
  failing: planRuns(fiveHours, { outcome: failsFrom(breakMinute) }),
  stopped: planRuns(fiveHours, { untilMinute: breakMinute }),
  slow: planRuns(fiveHours, { seconds: minute => (minute > breakMinute ? 700 : 20) }),
};
