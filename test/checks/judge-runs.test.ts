import { describe, expect, it } from 'vitest';
import { criticalJudge, warningJudge } from '../../lib/checks/failures.ts';
import { clampToJudgement, gatherRuns, judgeRuns } from '../../lib/checks/judge-runs.ts';
import type { JobRhythm } from '../../lib/checks/rhythm.ts';
import type { Job } from '../../lib/model/job.ts';
import { HOUR, MINUTE, makeFacts, makeJob, makeRuns, minute, start } from './facts.ts';

type Options = Readonly<{
  job: Job;
  rhythm?: JobRhythm | undefined;
  letters?: string;
  from?: number;
}>;

/** What is gathered of runs that end `from` minutes after the judged time begins, and after that. */
function gather({ job, rhythm, letters = 's*9', from = 10 }: Options) {
  const runs = makeRuns(letters, rhythm?.everySeconds, minute(from));
  return gatherRuns(warningJudge, { facts: makeFacts({ runs }), job, rhythm, anchor: start });
}

const every = (everySeconds: number, longestSeconds = everySeconds): JobRhythm => ({
  everySeconds,
  longestSeconds,
});

describe('the time before what is judged', () => {
  const job = makeJob('{ interval: 5m }');
  const isUnknown = (options: Omit<Options, 'job'>) =>
    gather({ job, ...options }).runRule.hasUnknownPast;

  it('is unknown if the first run ended within two intervals', () => {
    expect(isUnknown({ rhythm: every(5 * MINUTE), from: 10 })).toBe(true);
    expect(isUnknown({ rhythm: every(5 * MINUTE), from: 11 })).toBe(false);
  });

  it('had no runs if none is known, or none within a job’s unknown interval', () => {
    expect(isUnknown({ rhythm: every(5 * MINUTE), letters: '' })).toBe(false);
    expect(isUnknown({ rhythm: undefined, from: 1 })).toBe(false);
  });
});

describe('if nothing runs any more, an incident lasts', () => {
  const expiry = (settings: string, rhythm?: JobRhythm, isListed = true) => {
    const job = { ...makeJob(settings), listed: isListed };
    return gather({ job, rhythm }).rule.expirySeconds;
  };

  it('until the critical alarm about the missing success is on', () => {
    expect(expiry('{ interval: 1h }', every(HOUR))).toBe(24 * HOUR + 5 * MINUTE);
    expect(expiry('{ interval: 1h, staleness: { critical: 5h } }', every(HOUR))).toBe(
      5 * HOUR + 5 * MINUTE,
    );
  });

  it('for as long as the runs are judged, if that is less', () => {
    expect(expiry('{ interval: 1m }', every(MINUTE))).toBe(640 * MINUTE);
  });

  it('for two hours or three intervals, if there is no such alarm or the job is not listed', () => {
    expect(expiry('{ interval: 10m }', every(10 * MINUTE), false)).toBe(2 * HOUR);
    expect(expiry('{ interval: 1h }', every(HOUR), false)).toBe(3 * HOUR);
    expect(expiry('{ interval: 1h, staleness: false }', every(HOUR))).toBe(3 * HOUR);
    expect(expiry('{ interval: 1h }', every(HOUR, 8 * HOUR), false)).toBe(10 * HOUR);
  });

  it('for three intervals at least, though the alarm is on sooner', () => {
    expect(expiry('{ interval: 1h, staleness: { warning: 1h, critical: 2h } }', every(HOUR))).toBe(
      3 * HOUR,
    );
  });
});

describe('a remembered judgement', () => {
  const runs = makeRuns('s*30f*10');
  const raised = (job: Job, at: number) =>
    judgeRuns(warningJudge, { facts: makeFacts({ runs }), job, at: minute(at) })?.raised;

  it('is of its job, its alert and its minute', () => {
    const strict = makeJob('{ interval: 1m }');
    const tolerant = {
      ...makeJob('{ interval: 1m, failures: { window: 2h, warning: 60, critical: 90 } }'),
      name: 'b',
    };
    expect([raised(strict, 29), raised(strict, 39)]).toEqual([undefined, true]);
    expect(raised(tolerant, 39)).toBe(false);
    expect(raised(strict, 39)).toBe(true);
    const facts = makeFacts({ runs });
    const critical = judgeRuns(criticalJudge, { facts, job: strict, at: minute(31) });
    expect(critical?.raised).not.toBe(true);
  });

  it('is none without any run', () => {
    const facts = makeFacts();
    const job = makeJob('{ interval: 1m }');
    expect(judgeRuns(warningJudge, { facts, job, at: start })).toBeUndefined();
  });
});

it('a value shows the judgement, and never more than its ceiling', () => {
  const show = (value: number, raised: boolean) =>
    clampToJudgement(value, { limit: 5, raised, ceiling: 50 });
  expect([show(4, false), show(5, false), show(80, false)]).toEqual([4, 5, 5]);
  expect([show(4, true), show(5, true), show(6, true), show(80, true)]).toEqual([
    5.06, 5.06, 6, 50,
  ]);
});
