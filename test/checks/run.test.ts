import { describe, expect, test } from 'vitest';
import type { Check, Samples } from '../../lib/checks/check.ts';
import { queue } from '../../lib/checks/queue.ts';
import { deriveAt, queriesOf } from '../../lib/checks/run.ts';
import { fleetOf } from './fleet.ts';
import { at, sampleOf } from './samples.ts';

const fleet = fleetOf('a: { interval: 1m }');
const watch = [sampleOf(' 1')];
const note = { code: 'stamp-ignored', message: 'a note' } as const;

/** A check that says of each value what it is. */
const echo: Check = {
  ...queue,
  derive: ({ size = [] }, _fleet, minute) => ({
    measurements: size.map(({ value }) => ({
      job: 'a',
      metric: 'QueueSize',
      value: value + minute,
    })),
    notes: [note],
  }),
};
const derived = (samples: Samples) => deriveAt(echo, { samples, fleet, at });

test('every check asks since when Prometheus has been watching, besides its own questions', () => {
  expect(Object.keys(queriesOf(queue, fleet))).toEqual(['watch', 'size', 'before']);
});

describe('an answer', () => {
  test('is none where Prometheus knows nothing, whatever else it says', () => {
    const size = [sampleOf('a 1')];
    expect(derived({ size })).toBeUndefined();
    expect(derived({ watch: [], size })).toBeUndefined();
  });

  test('may be of nothing', () => {
    expect(derived({ watch })).toEqual({ measurements: [], notes: [note] });
  });

  test('holds what is finite, as it is at that minute', () => {
    const size = ['a NaN', 'a 5', 'a Infinity', 'a -Infinity', 'a 0'].map(sampleOf);
    expect(derived({ watch, size })).toEqual({
      measurements: [at + 5, at].map(value => ({ job: 'a', metric: 'QueueSize', value })),
      notes: [note],
    });
  });
});
