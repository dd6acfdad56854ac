import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { dueTimes, gapAround, lastDue, nextDue } from '../../lib/schedule/due.ts';
import { earlySeconds, firstUnmetDue } from '../../lib/schedule/unmet.ts';
import { cron, zoneAndTime } from './arbitrary.ts';
import { walkDueTimes } from './brute-force.ts';

const [hour, day] = [3_600, 86_400];

// each run walks a day and more minute by minute; other tests may take most of the machine meanwhile
vi.setConfig({ testTimeout: 60_000 });

const schedule = (crons: readonly string[], timezone: string) => ({ crons, timezone, except: [] });

test('every cron is due in its zone when the local clock says so', () => {
  fc.assert(
    fc.property(cron, zoneAndTime, (text, { timezone, at }) => {
      const span = { from: at, to: at + 30 * hour };
      const due = dueTimes(schedule([text], timezone), span.from, span.to);
      expect(due).toEqual(walkDueTimes(text, timezone, span));
    }),
    { numRuns: 150 },
  );
});

test('several crons are due whenever one of them is, and once', () => {
  const crons = fc.array(cron, { minLength: 2, maxLength: 3 });
  fc.assert(
    fc.property(crons, zoneAndTime, (texts, { timezone, at }) => {
      const span = { from: at, to: at + day };
      const due = new Set(texts.flatMap(text => walkDueTimes(text, timezone, span)));
      const expected = [...due].sort((a, b) => a - b);
      expect(dueTimes(schedule(texts, timezone), span.from, span.to)).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});

test('the last and the next due time are neighbours in the list', () => {
  fc.assert(
    fc.property(cron, zoneAndTime, fc.nat(2 * day), (text, { timezone, at }, later) => {
      const subject = schedule([text], timezone);
      const due = dueTimes(subject, at, at + 2 * day);
      const [before, after] = [due.filter(d => d <= at + later), due.filter(d => d > at + later)];
      if (before.length > 0) expect(lastDue(subject, at + later)).toBe(before.at(-1));
      if (after.length > 0) expect(nextDue(subject, at + later)).toBe(after[0]);
    }),
    { numRuns: 150 },
  );
});

/**
 * A schedule, its due times from a moment on, and how far off each run is, as a share of the gap.
 */
const scheduledLife = fc
  .tuple(
    cron,
    zoneAndTime,
    fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 20 }),
  )
  .map(([text, { timezone, at }, jitters]) => {
    const subject = schedule([text], timezone);
    const due: number[] = [];
    for (let next = nextDue(subject, at); next !== undefined && due.length < 20; ) {
      due.push(next);
      next = nextDue(subject, next);
    }
    const successes = due.map((each, i) => {
      const jitter = jitters[i] ?? 0;
      const latest = 0.5 * Math.min(gapAround(subject, each), 7_200);
      return each + jitter * (jitter < 0 ? earlySeconds(subject, each) : latest);
    });
    return { subject, since: at, due, successes };
  });

test('a job that succeeds a little early or late is unmet for no longer than it is late', () => {
  fc.assert(
    fc.property(scheduledLife, ({ subject, since, due, successes }) => {
      for (const [i, each] of due.entries()) {
        const success = successes[i] ?? 0;
        const justBefore = firstUnmetDue(subject, successes, { since, at: success - 0.001 });
        expect(justBefore).toBe(each <= success - 0.001 ? each : undefined);
        const at = Math.max(success, each);
        expect(firstUnmetDue(subject, successes, { since, at })).toBeUndefined();
      }
    }),
    { numRuns: 100 },
  );
});

test('a missed run is unmet from its due time until the next success', () => {
  fc.assert(
    fc.property(scheduledLife, fc.integer({ min: 0, max: 18 }), (life, missed) => {
      const { subject, since, due, successes } = life;
      const rest = successes.filter((_, i) => i !== missed);
      const [from = 0, to = 0] = [due[missed], successes[missed + 1]];
      for (const at of [from, (from + to) / 2, to - 0.001])
        expect(firstUnmetDue(subject, rest, { since, at })).toBe(from);
      const met = Math.max(to, due[missed + 1] ?? 0);
      expect(firstUnmetDue(subject, rest, { since, at: met })).toBeUndefined();
    }),
    { numRuns: 100 },
  );
});
