import { expect, test } from 'vitest';
import { createClipperDay } from '../../lib/simulator/clipper.ts';
import { simulate } from '../../lib/simulator/simulate.ts';

const to = Date.UTC(2026, 0, 6) / 1000;
const { scenario, incidents } = createClipperDay(to + 17);
const { runs } = simulate(scenario).ledger;
const findIncident = (job: string | undefined) => incidents.find(incident => incident.job === job);
const listIncidentRuns = (job: string) => {
  const { from: start, to: end } = findIncident(job) ?? { from: 0, to: 0 };
  return runs.filter(run => run.job === job && run.start >= start && run.start < end);
};

test('the demo day is the 24 h before the given minute', () => {
  expect([scenario.from, scenario.to]).toEqual([to - 86_400, to]);
  expect(incidents.every(incident => incident.from >= scenario.from && incident.to <= to)).toBe(
    true,
  );
});

test('five jobs have an incident each, and one deploy affects all jobs', () => {
  expect(incidents.map(incident => incident.job)).toEqual([
    'clip_sync',
    'webhook_retry',
    undefined,
    'hot_score_refresh',
    'embedding_generation',
    'trending_score_refresh',
  ]);
});

test('clip_sync fails in its incident and at no other time', () => {
  expect(listIncidentRuns('clip_sync').map(run => run.outcome)).toEqual(Array(4).fill('failed'));
  expect(runs.filter(run => run.outcome !== 'success')).toHaveLength(4);
});

test('runs of hot_score_refresh take between 300 s and 600 s in its incident and do not overlap', () => {
  const slow = listIncidentRuns('hot_score_refresh');
  expect(slow.every(run => run.durationSeconds > 300 && run.durationSeconds < 600)).toBe(true);
  const hot = runs.filter(run => run.job === 'hot_score_refresh');
  expect(hot.every((run, index) => run.end <= (hot[index + 1]?.start ?? to))).toBe(true);
});

test('trending_score_refresh stops permanently', () => {
  expect(listIncidentRuns('trending_score_refresh')).toEqual([]);
});

test('the queue of webhook_retry exceeds 1,000 entries and drains', () => {
  const job = scenario.processes[0]?.jobs.find(({ name }) => name === 'webhook_retry');
  const { from: start, to: end } = findIncident('webhook_retry') ?? { from: 0, to: 0 };
  const sizes = [start - 60, start + 4800, end + 60].map(time => job?.queue?.(time) ?? 0);
  expect(sizes.map(size => size > 1000)).toEqual([false, true, false]);
});

test('more than a fifth of the items of embedding_generation fail in its incident', () => {
  const shares = listIncidentRuns('embedding_generation').map(({ items }) => {
    const { failed = 0, success = 0 } = items ?? {};
    return failed / (failed + success);
  });
  expect(shares).toHaveLength(2);
  expect(Math.min(...shares)).toBeGreaterThan(0.4);
});
