import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type EvaluationRule, evaluateAlarm } from '../../lib/alarms/evaluate.ts';
import { type Datapoint, evaluationRange } from '../../lib/alarms/range.ts';

const M0 = 1_800_000_000;
const LIMIT = 5;

const treatment = fc.constantFrom('missing', 'ignore', 'breaching', 'notBreaching');

/** M of N with any treatment of missing data. */
const anyRule = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), treatment)
  .map(([a, b, treatMissingData]) => createRule(Math.min(a, b), Math.max(a, b), treatMissingData));

/** A value per minute from M0 on, or none. */
const gappy = fc
  .array(fc.option(fc.integer({ min: 0, max: 10 })), { minLength: 1, maxLength: 60 })
  .map(values =>
    values.flatMap((value, minute) => (value === null ? [] : [{ at: M0 + 60 * minute, value }])),
  );

const complete = fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 12, maxLength: 60 });

function createRule(
  datapointsToAlarm: number,
  evaluationPeriods: number,
  treatMissingData: EvaluationRule['treatMissingData'],
): EvaluationRule {
  return {
    comparison: 'GreaterThanThreshold',
    threshold: LIMIT,
    periodSeconds: 60,
    evaluationPeriods,
    datapointsToAlarm,
    treatMissingData,
  };
}

const overAnHour = { from: M0, to: M0 + 60 * 60 };

test('with complete data and M = N, it is in ALARM exactly while the last N datapoints breach', () => {
  fc.assert(
    fc.property(complete, fc.integer({ min: 1, max: 6 }), treatment, (values, n, missing) => {
      const points = values.map((value, minute) => ({ at: M0 + 60 * minute, value }));
      const from = n - 1;
      const naive = values.slice(from).map((_, index) => {
        const lastN = values.slice(index, index + n);
        return { at: M0 + 60 * (from + index), isAlarm: lastN.every(value => value > LIMIT) };
      });
      const changes = naive.filter(({ isAlarm }, index) => isAlarm !== naive[index - 1]?.isAlarm);
      const span = { from: M0 + 60 * from, to: M0 + 60 * (values.length - 1) };
      const states = evaluateAlarm(createRule(n, n, missing), points, span).map(
        ({ state }) => state,
      );
      expect(states).toEqual(changes.map(({ isAlarm }) => (isAlarm ? 'ALARM' : 'OK')));
    }),
  );
});

test('each transition changes the state, and comes later than the one before', () => {
  fc.assert(
    fc.property(anyRule, gappy, (rule, points) => {
      let before = { at: Number.NEGATIVE_INFINITY, state: 'INSUFFICIENT_DATA' };
      for (const transition of evaluateAlarm(rule, points, overAnHour)) {
        expect(transition.state).not.toBe(before.state);
        expect(transition.at).toBeGreaterThan(before.at);
        before = transition;
      }
    }),
  );
});

test('data after the span changes nothing', () => {
  fc.assert(
    fc.property(anyRule, gappy, fc.integer({ min: 0, max: 60 }), (rule, points, minute) => {
      const to = M0 + 60 * minute;
      const known = points.filter(point => point.at <= to);
      expect(evaluateAlarm(rule, points, { from: M0, to })).toEqual(
        evaluateAlarm(rule, known, { from: M0, to }),
      );
    }),
  );
});

test('a longer span only adds transitions', () => {
  fc.assert(
    fc.property(anyRule, gappy, fc.integer({ min: 0, max: 60 }), (rule, points, minute) => {
      const short = evaluateAlarm(rule, points, { from: M0, to: M0 + 60 * minute });
      expect(evaluateAlarm(rule, points, overAnHour).slice(0, short.length)).toEqual(short);
    }),
  );
});

test('if missing data keeps the state, there are M breaching datapoints before every ALARM', () => {
  fc.assert(
    fc.property(anyRule, gappy, (anyTreatment, points) => {
      const rule: EvaluationRule = { ...anyTreatment, treatMissingData: 'ignore' };
      for (const { at, state } of evaluateAlarm(rule, points, overAnHour)) {
        if (state === 'ALARM') expect(breachingBefore(points, at, rule)).toBe(true);
        expect(state).not.toBe('INSUFFICIENT_DATA');
      }
    }),
  );
});

function breachingBefore(points: readonly Datapoint[], at: number, rule: EvaluationRule): boolean {
  const oldest = at - 60 * evaluationRange(rule.evaluationPeriods);
  const inRange = points.filter(point => point.at <= at && point.at > oldest);
  return inRange.filter(({ value }) => value > LIMIT).length >= rule.datapointsToAlarm;
}
