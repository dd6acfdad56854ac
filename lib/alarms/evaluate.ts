import type { TimeRange } from '../model/time-range.ts';
import { type Comparison, type Datapoint, type EvaluationRange, lookBack } from './range.ts';

/** The numbers of a CloudWatch alarm that decide its state; an `AlarmSpec` is one. */
export type EvaluationRule = Readonly<{
  comparison: Comparison;
  threshold: number;
  /** A multiple of 60. */
  periodSeconds: number;
  evaluationPeriods: number;
  datapointsToAlarm: number;
  treatMissingData: 'missing' | 'ignore' | 'breaching' | 'notBreaching';
}>;

export type AlarmState = 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';

/**
 * A change of state. `at` is the minute of the newest datapoint that decided; if missing data
 * decided, it is the minute of the evaluation and `value` is null.
 */
export type Transition = Readonly<{
  at: number;
  state: AlarmState;
  value: number | null;
  threshold: number;
}>;

/**
 * Every change of state over a span, by CloudWatch's rules: evaluated each minute, oldest first,
 * from INSUFFICIENT_DATA. Datapoints are sorted; those before the span are included in the
 * look-back.
 */
export function evaluateAlarm(
  rule: EvaluationRule,
  datapoints: readonly Datapoint[],
  span: TimeRange,
): readonly Transition[] {
  const followed = followAlarm(rule);
  followed.advance(datapoints, span);
  return followed.transitions;
}

/** An alarm that is evaluated over consecutive spans. */
type FollowedAlarm = Readonly<{
  transitions: readonly Transition[];
  advance: (datapoints: readonly Datapoint[], span: TimeRange) => void;
}>;

/** An alarm in INSUFFICIENT_DATA. */
export function followAlarm(rule: EvaluationRule): FollowedAlarm {
  const transitions: Transition[] = [];
  let state: AlarmState = 'INSUFFICIENT_DATA';
  const advance = (datapoints: readonly Datapoint[], span: TimeRange) => {
    let known = 0;
    for (let minute = Math.ceil(span.from / 60) * 60; minute <= span.to; minute += 60) {
      while ((datapoints[known]?.at ?? Number.POSITIVE_INFINITY) <= minute) known += 1;
      const range = lookBack(rule, datapoints, { minute, known });
      const next = judge(rule, range, state);
      if (next === state) continue;
      const since = transitions.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
      transitions.push(transitionTo(next, rule, { range, minute, since }));
      state = next;
    }
  };
  return { transitions, advance };
}

/** One evaluation: `known` is how many of the sorted datapoints had arrived by that minute. */
export function nextState(
  rule: EvaluationRule,
  datapoints: readonly Datapoint[],
  moment: Readonly<{ minute: number; known: number; state: AlarmState }>,
): AlarmState {
  return judge(rule, lookBack(rule, datapoints, moment), moment.state);
}

function judge(rule: EvaluationRule, range: EvaluationRange, state: AlarmState): AlarmState {
  if (range.breaching >= rule.datapointsToAlarm) return 'ALARM';
  if (rule.treatMissingData === 'notBreaching') return 'OK';
  if (rule.treatMissingData === 'breaching') return countsAsBreaching(rule, range) ? 'ALARM' : 'OK';
  if (range.real > range.breaching) return 'OK';
  if (rule.treatMissingData === 'ignore') return state;
  return range.real === 0 ? 'INSUFFICIENT_DATA' : judgePrematurely(rule, range, state);
}

function countsAsBreaching(rule: EvaluationRule, range: EvaluationRange): boolean {
  const filled = rule.evaluationPeriods - range.real;
  return range.breaching + filled >= rule.datapointsToAlarm;
}

/**
 * Fewer than M datapoints, all of them breaching: ALARM once the oldest of them is M periods old,
 * so that `- - X - -` alarms and `- - - X -` waits (M = 3). A datapoint within the limit, even an
 * older one, prevents it: AWS's table has OK for `0 - X - -` with 2 of 3. AWS does not document the
 * state of a waiting alarm; here it keeps its state. Source: CloudWatch User Guide, "Avoiding
 * premature transitions to alarm state".
 */
function judgePrematurely(
  rule: EvaluationRule,
  range: EvaluationRange,
  state: AlarmState,
): AlarmState {
  return range.oldestBreachingAge >= rule.datapointsToAlarm ? 'ALARM' : state;
}

/** `since` is the minute of the previous transition: a datapoint that old cannot have decided. */
type EvaluatedMinute = Readonly<{ range: EvaluationRange; minute: number; since: number }>;

function transitionTo(
  state: AlarmState,
  rule: EvaluationRule,
  moment: EvaluatedMinute,
): Transition {
  const decider = findDecider(state, rule, moment.range);
  if (decider === undefined || decider.at <= moment.since) {
    return { at: moment.minute, state, value: null, threshold: rule.threshold };
  }
  const threshold = decider.limit ?? rule.threshold;
  return { at: decider.at, state, value: decider.value, threshold };
}

function findDecider(
  state: AlarmState,
  rule: EvaluationRule,
  range: EvaluationRange,
): Datapoint | undefined {
  if (state === 'OK') return range.newestWithin;
  const byMissingData =
    rule.treatMissingData === 'breaching' && range.breaching < rule.datapointsToAlarm;
  return byMissingData ? undefined : range.newestBreaching;
}
