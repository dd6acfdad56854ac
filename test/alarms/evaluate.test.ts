import { describe, expect, test } from 'vitest';
import {
  type EvaluationRule,
  evaluateAlarm,
  nextState,
  type Transition,
} from '../../lib/alarms/evaluate.ts';
import type { Datapoint } from '../../lib/alarms/range.ts';
import type { AlarmSpec } from '../../lib/checks/check.ts';

const M0 = 1_800_000_000;

const threeOfThree: EvaluationRule = {
  comparison: 'GreaterThanThreshold',
  threshold: 5,
  periodSeconds: 60,
  evaluationPeriods: 3,
  datapointsToAlarm: 3,
  treatMissingData: 'ignore',
};
const twoOfThree: EvaluationRule = { ...threeOfThree, datapointsToAlarm: 2 };

const treatments = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;

/** `0` is within the limit, `X` breaches it, `-` is missing; one character a minute from M0. */
function series(text: string): Datapoint[] {
  return [...text.replaceAll(' ', '')].flatMap((mark, minute) =>
    mark === '-' ? [] : [{ at: M0 + 60 * minute, value: mark === 'X' ? 9 : 1 }],
  );
}

function minutes(text: string): number {
  return text.replaceAll(' ', '').length;
}

/** The state after one evaluation of this range: `keep` if an alarm keeps its state. */
function stateAfter(rule: EvaluationRule, text: string): string {
  const last = M0 + 60 * (minutes(text) - 1);
  const once = evaluateAlarm(rule, series(text), { from: last, to: last });
  if (once.length > 0 || rule.treatMissingData === 'missing') {
    return once[0]?.state ?? 'INSUFFICIENT_DATA';
  }
  return 'keep';
}

/** Transitions as `minute:STATE`, the minute counted from M0. */
function told(transitions: readonly Transition[]): string {
  return transitions.map(({ at, state }) => `${(at - M0) / 60}:${state}`).join(' ');
}

function replay(rule: EvaluationRule, text: string): readonly Transition[] {
  return evaluateAlarm(rule, series(text), { from: M0, to: M0 + 60 * (minutes(text) - 1) });
}

describe("AWS's table for 3 of 3", () => {
  test.each([
    ['0 - X - X', 'OK', 'OK', 'OK', 'OK'],
    ['0 - - - -', 'OK', 'OK', 'OK', 'OK'],
    ['- - - - -', 'INSUFFICIENT_DATA', 'keep', 'ALARM', 'OK'],
    ['0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['- - X - -', 'ALARM', 'keep', 'ALARM', 'OK'],
  ])('%s', (text, ...expected) => {
    const states = treatments.map(treatMissingData =>
      stateAfter({ ...threeOfThree, treatMissingData }, text),
    );
    expect(states).toEqual(expected);
  });
});

describe("AWS's table for 2 of 3", () => {
  test.each([
    ['0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - X -', 'ALARM', 'keep', 'ALARM', 'OK'],
  ])('%s', (text, ...expected) => {
    const states = treatments.map(treatMissingData =>
      stateAfter({ ...twoOfThree, treatMissingData }, text),
    );
    expect(states).toEqual(expected);
  });
});

describe('missing data treated as missing', () => {
  const rule: EvaluationRule = { ...threeOfThree, treatMissingData: 'missing' };

  test.each(['- - - - X', '- - - X -'])('%s is too early to alarm with 3 of 3', text => {
    expect(stateAfter(rule, text)).toBe('INSUFFICIENT_DATA');
  });

  test('a stream that stops is insufficient once its last datapoint has left the range', () => {
    expect(told(replay(rule, '0 0 - - - - -'))).toBe('0:OK 6:INSUFFICIENT_DATA');
  });
});

describe('missing data that keeps the state', () => {
  test('an alarm stays on through a gap of any length and ends with the first good datapoint', () => {
    expect(told(replay(threeOfThree, '0 X X X - - - - - - - - 0 0'))).toBe('0:OK 3:ALARM 12:OK');
  });

  test('an alarm that was off stays off through a gap', () => {
    expect(told(replay(threeOfThree, '0 0 - - - - - - - X X'))).toBe('0:OK');
  });

  test('breaching datapoints on both sides of a short gap add up', () => {
    expect(told(replay(threeOfThree, '0 X X - - X'))).toBe('0:OK 5:ALARM');
  });

  test('breaching datapoints further apart than the range do not add up', () => {
    expect(told(replay(threeOfThree, '0 X X - - - X'))).toBe('0:OK');
  });
});

describe('missing data that breaches: a heartbeat', () => {
  const heartbeat: EvaluationRule = {
    comparison: 'LessThanThreshold',
    threshold: 1,
    periodSeconds: 60,
    evaluationPeriods: 5,
    datapointsToAlarm: 5,
    treatMissingData: 'breaching',
  };
  const beats = (text: string) =>
    told(evaluateAlarm(heartbeat, series(text), { from: M0, to: M0 + 60 * (minutes(text) - 1) }));

  test('if it never came, the alarm is on at once', () => {
    expect(beats('- - -')).toBe('0:ALARM');
  });

  test('if it stops, the alarm is on when the last one has left the range of seven', () => {
    expect(beats('0 0 0 - - - - - - -')).toBe('0:OK 9:ALARM');
  });

  test('if it returns, the alarm ends with the first one, at that minute', () => {
    expect(beats('0 - - - - - - - - 0')).toBe('0:OK 7:ALARM 9:OK');
  });

  test('the alarm names no datapoint, because there is none', () => {
    expect(evaluateAlarm(heartbeat, [], { from: M0, to: M0 })).toEqual([
      { at: M0, state: 'ALARM', value: null, threshold: 1 },
    ]);
  });
});

describe('the datapoint that decided', () => {
  test('is the newest breaching one, not the minute of the evaluation', () => {
    const late = evaluateAlarm(threeOfThree, series('X X X - -'), {
      from: M0 + 240,
      to: M0 + 240,
    });
    expect(late).toEqual([{ at: M0 + 120, state: 'ALARM', value: 9, threshold: 5 }]);
  });

  test('is never older than the previous transition', () => {
    expect(replay({ ...twoOfThree, treatMissingData: 'missing' }, 'X 0 X - - -')).toEqual([
      { at: M0 + 60, state: 'OK', value: 1, threshold: 5 },
      { at: M0 + 120, state: 'ALARM', value: 9, threshold: 5 },
      { at: M0 + 300, state: 'OK', value: null, threshold: 5 },
    ]);
  });

  test('is never older than the last transition, however many there were', () => {
    const rule: EvaluationRule = { ...twoOfThree, treatMissingData: 'missing' };
    const transitions = replay(rule, '0 X X 0 0 0 X 0 X - - -');
    expect(told(transitions)).toBe('0:OK 2:ALARM 4:OK 8:ALARM 11:OK');
    expect(transitions.at(-1)?.value).toBeNull();
  });

  test('is the only breaching one, if the alarm went on once it was old enough', () => {
    const rule: EvaluationRule = { ...threeOfThree, treatMissingData: 'missing' };
    expect(replay(rule, '- - X - -')).toEqual([
      { at: M0 + 120, state: 'ALARM', value: 9, threshold: 5 },
    ]);
  });

  test('is absent if missing data breaches and decided in place of datapoints', () => {
    const rule: EvaluationRule = { ...threeOfThree, treatMissingData: 'breaching' };
    expect(replay(rule, '0 - - - - X').at(-1)).toEqual({
      at: M0 + 300,
      state: 'ALARM',
      value: null,
      threshold: 5,
    });
  });

  test('is the newest breaching one if missing data breaches but enough datapoints came', () => {
    const rule: EvaluationRule = { ...threeOfThree, treatMissingData: 'breaching' };
    expect(replay(rule, '0 0 0 X X X').at(-1)).toEqual({
      at: M0 + 300,
      state: 'ALARM',
      value: 9,
      threshold: 5,
    });
  });

  test('has its own limit', () => {
    const points = [
      { at: M0, value: 9, limit: 10 },
      { at: M0 + 60, value: 9, limit: 8 },
    ];
    const rule = { ...threeOfThree, evaluationPeriods: 1, datapointsToAlarm: 1 };
    expect(evaluateAlarm(rule, points, { from: M0, to: M0 + 60 })).toEqual([
      { at: M0, state: 'OK', value: 9, threshold: 10 },
      { at: M0 + 60, state: 'ALARM', value: 9, threshold: 8 },
    ]);
  });
});

describe('one evaluation', () => {
  const stateOnce = (text: string, state: 'ALARM' | 'OK', known = series(text).length) =>
    nextState(threeOfThree, series(text), { minute: M0 + 60 * (minutes(text) - 1), known, state });

  test('uses the datapoints that had arrived by then', () => {
    expect(stateOnce('0 X X X', 'OK')).toBe('ALARM');
    expect(stateOnce('0 X X X', 'OK', 3)).toBe('OK');
  });

  test('keeps the given state if nothing arrived', () => {
    expect(stateOnce('- - -', 'ALARM')).toBe('ALARM');
    expect(stateOnce('- - -', 'OK')).toBe('OK');
  });
});

describe('comparisons and periods', () => {
  const once = { ...threeOfThree, evaluationPeriods: 1, datapointsToAlarm: 1 };

  test.each([
    ['GreaterThanThreshold', 'OK', 'OK', 'ALARM'],
    ['GreaterThanOrEqualToThreshold', 'OK', 'ALARM', 'ALARM'],
    ['LessThanThreshold', 'ALARM', 'OK', 'OK'],
    ['LessThanOrEqualToThreshold', 'ALARM', 'ALARM', 'OK'],
  ] as const)('%s of 5: 4 is %s, 5 is %s, 6 is %s', (comparison, ...expected) => {
    const states = [4, 5, 6].map(
      value =>
        evaluateAlarm({ ...once, comparison }, [{ at: M0, value }], { from: M0, to: M0 })[0]?.state,
    );
    expect(states).toEqual(expected);
  });

  test('several datapoints of one period count as one: the highest', () => {
    const rule = { ...once, periodSeconds: 300 };
    const points = [1, 9, 1, 1, 1, 1].map((value, minute) => ({ at: M0 + 60 * minute, value }));
    expect(told(evaluateAlarm(rule, points, { from: M0, to: M0 + 360 }))).toBe('0:OK 1:ALARM 5:OK');
    const twice = [
      { at: M0, value: 9 },
      { at: M0, value: 1 },
    ];
    expect(told(evaluateAlarm(once, twice, { from: M0, to: M0 }))).toBe('0:ALARM');
  });

  test("a job's alarm can be used as a rule directly", () => {
    const spec: AlarmSpec = {
      alert: 'BackgroundJobFailing',
      job: 'clip_sync',
      severity: 'warning',
      metric: 'FailureRatePercent',
      comparison: 'GreaterThanThreshold',
      threshold: 5,
      periodSeconds: 60,
      evaluationPeriods: 2,
      datapointsToAlarm: 2,
      treatMissingData: 'ignore',
    };
    expect(told(replay(spec, '0 X X 0'))).toBe('0:OK 2:ALARM 3:OK');
  });
});
