import { describe, expect, test } from 'vitest';
import { measuredConfig } from '../../bench/fleet.ts';
import type { Check } from '../../lib/checks/check.ts';
import { checks } from '../../lib/checks/index.ts';
import { queriesOf } from '../../lib/checks/run.ts';
import { windowLadder } from '../../lib/checks/windows.ts';
import { batch } from '../../lib/cloudwatch/batch.ts';
import { toData } from '../../lib/cloudwatch/datum.ts';
import type { Fleet } from '../../lib/model/job.ts';
import type { Measurement } from '../../lib/model/measurement.ts';

const [few, many, most] = [6, 1000, 10_000].map(
  jobs => measuredConfig(jobs, 'http://localhost:9090').fleet,
) as [Fleet, Fleet, Fleet];

/** Of a window: what was counted, and how late the failures came. */
const questionsPerWindow = 2;

/** Questions that a check asks besides those for each window. */
const besidesWindows = 6;

/** Go's `ParseForm` reads no more of a body. Source: net/http, Request.ParseForm. */
const mostFormBytes = 10 * 1024 * 1024;

describe.each(checks)('$name', check => {
  test('asks as often for 10,000 jobs as for six', () => {
    const count = (fleet: Fleet) => Object.keys(queriesOf(check, fleet)).length;
    expect(count(many)).toBe(count(few));
    expect(count(most)).toBe(count(few));
    expect(count(most)).toBeLessThanOrEqual(
      questionsPerWindow * windowLadder.length + besidesWindows,
    );
  });

  test('asks 10,000 jobs in questions that Prometheus reads', () => {
    for (const promql of Object.values(queriesOf(check, most))) {
      const form = new URLSearchParams({ query: promql }).toString();
      expect(form.length).toBeLessThan(mostFormBytes);
    }
  });

  test('publishes in as few calls as 1,000 metrics each allow', () => {
    const measurements = measurementsOf(check, most);
    const data = toData({ check, measurements, fleet: most, at: 1_800_000_000 });
    expect(data.length).toBeGreaterThanOrEqual(most.jobs.length);
    expect(batch(data)).toHaveLength(Math.ceil(data.length / 1000));
  });
});

/** A value of every metric for every job, as long as numbers get. */
function measurementsOf(check: Check, fleet: Fleet): Measurement[] {
  return check.metrics.flatMap(({ name: metric }) =>
    fleet.jobs.map(job => ({ job: job.name, metric, value: 1234.567890123456 })),
  );
}
