import { describe, expect, it } from 'vitest';
import { batchRuns } from '../../lib/checks/batch.ts';
import { isSharedWork, joinTargets } from '../../lib/checks/shared-work.ts';
import type { RunFact } from '../../lib/model/facts.ts';
import { HOUR, makeRun, minute } from './facts.ts';

const good = (at: number, succeededOn: number, succeeded = 1) =>
  makeRun(minute(at), { succeeded, succeededOn });
const bad = (at: number, failedOn: number) => makeRun(minute(at), { failed: 1, failedOn });

/** An hourly job that ten processes ran in turn, or as many as there are bits. */
const inTurn = (bits: readonly number[], minutes = 60) =>
  bits.map((bit, index) => good(index * minutes, bit));

const isShared = (runs: readonly RunFact[]) =>
  isSharedWork(runs, { index: runs.length - 1, everySeconds: HOUR });

describe('work is shared', () => {
  it.each([
    ['if two processes succeed in turn', [...inTurn([1, 2, 1, 1, 2, 1]), bad(360, 2)], true],
    ['not if there is only one process', [...inTurn([1, 1, 1, 1, 1, 1]), bad(360, 1)], false],
    [
      'not by a process that has not succeeded',
      [...inTurn([1, 2, 1, 1, 2, 1]), bad(360, 4)],
      false,
    ],
    ['not if only four runs have succeeded', [...inTurn([1, 2, 1, 2]), bad(240, 2)], false],
    ['if five have', [...inTurn([1, 2, 1, 2, 1]), bad(300, 2)], true],
    [
      'not if two processes succeed in the same minute',
      [...inTurn([1, 2, 1, 1, 2]), good(300, 3, 2), bad(360, 2)],
      false,
    ],
    [
      'not if two processes succeed for the same run',
      [...inTurn([1, 2, 1, 1, 2, 1]), good(344, 2), bad(360, 2)],
      false,
    ],
    [
      'if a success was early by a quarter',
      [...inTurn([1, 2, 1, 1, 2]), good(285, 1), bad(360, 2)],
      true,
    ],
    [
      'by what happened in the last ten intervals',
      [
        good(0, 3, 2),
        ...inTurn([1, 2, 1, 2, 1]).map(run => ({ ...run, at: run.at + 10 * HOUR })),
        bad(601 + 300, 2),
      ],
      true,
    ],
    ['not if the failed run has no target', [...inTurn([1, 2, 1, 1, 2, 1]), bad(360, 0)], false],
  ])('%s', (_, runs, expected) => {
    expect(isShared(runs)).toBe(expected);
  });
});

it('joined runs have one target, or none', () => {
  const joined = joinTargets([good(0, 4), bad(1, 6)]);
  expect(joined.map(run => [run.succeededOn, run.failedOn])).toEqual([
    [1, 0],
    [0, 1],
  ]);
});

it('a retry on another process corrects a failure if the processes share the work', () => {
  const hours = Array.from({ length: 12 }, (_, hour) => hour);
  const runs = hours.flatMap(hour => {
    const bit = hour % 2 === 0 ? 1 : 2;
    return [...(hour % 3 === 2 ? [bad(hour * 60, 3 - bit)] : []), good(hour * 60 + 1, bit)];
  });
  // the first two count: only then have two more runs ended than were due
  const failures = batchRuns(runs, HOUR).filter(batch => batch.bad > 0);
  expect(failures.map(batch => batch.at)).toEqual([minute(120), minute(300)]);
});

it('a replica that always fails is not corrected by the others', () => {
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  const runs = hours.flatMap(hour => [
    makeRun(minute(hour * 60), {
      ...(hour < 8 ? { succeeded: 2, succeededOn: 3 } : { succeeded: 1, succeededOn: 2 }),
      ...(hour < 8 ? {} : { failed: 1, failedOn: 1 }),
    }),
  ]);
  const batches = batchRuns(runs, HOUR).filter(batch => batch.bad > 0);
  expect(batches.map(batch => batch.at)).toEqual(hours.slice(8).map(hour => minute(hour * 60)));
});
