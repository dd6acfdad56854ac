import { type AlarmState, nextState } from '../lib/alarms/evaluate.ts';
import type { AlarmPlan } from '../lib/alarms/plan.ts';
import { type RecordingCloudWatch, seriesKey } from './recording-cloudwatch.ts';

/** A change of state of a named alarm, at the minute of its evaluation. */
export type Change = Readonly<{ at: number; alarm: string; from: AlarmState; to: AlarmState }>;

/**
 * All alarms of a service, evaluated minute by minute from what a CloudWatch contains at that time:
 * later data are seen later, as in the account.
 */
export type AlarmWatch = Readonly<{
  /** Evaluates every alarm at the minute `at`. */
  evaluate: (at: number) => readonly Change[];
  states: ReadonlyMap<string, AlarmState>;
  changes: readonly Change[];
}>;

/** `known` are the states at the beginning; an alarm that is not among them has no data yet. */
export function watchAlarms(
  plans: readonly AlarmPlan[],
  cloudWatch: Pick<RecordingCloudWatch, 'series'>,
  known: ReadonlyMap<string, AlarmState> = new Map(),
): AlarmWatch {
  const keyed = plans.map(plan => ({ plan, key: seriesKey(plan.metric, plan.dimensions) }));
  const states = new Map(known);
  const changes: Change[] = [];
  const evaluate = (at: number) => {
    const made: Change[] = [];
    for (const { plan, key } of keyed) {
      const from = states.get(plan.name) ?? 'INSUFFICIENT_DATA';
      const points = cloudWatch.series.get(key) ?? [];
      let count = points.length;
      while (count > 0 && (points[count - 1]?.at ?? 0) > at) count -= 1;
      const to = nextState(plan, points, { minute: at, known: count, state: from });
      states.set(plan.name, to);
      if (to !== from) made.push({ at, alarm: plan.name, from, to });
    }
    changes.push(...made);
    return made;
  };
  return { evaluate, states, changes };
}

/** Changes that notify someone; the first OK after a deployment is left out. */
export function listMails(changes: readonly Change[]): readonly Change[] {
  return changes.filter(({ from, to }) => to === 'ALARM' || from === 'ALARM');
}
