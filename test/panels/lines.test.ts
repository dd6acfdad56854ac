import { describe, expect, test } from 'vitest';
import type { SourceHistory } from '../../lib/history/history.ts';
import type { Fleet } from '../../lib/model/job.ts';
import { collectLines, type LinesData } from '../../lib/panels/lines.ts';
import { panels } from '../../lib/panels/panels.ts';
import { createHistoryKeeper } from '../../lib/prometheus/keep-history.ts';
import { exampleFleet, tenOClock } from './examples.ts';

const HOUR = 3600;
const span = { from: tenOClock - HOUR, to: tenOClock };
const [, , queues, rate] = panels;

/** Jobs by name with the size of each one's queue at a time; scraped every minute for a day. */
type Queues = Readonly<Record<string, (time: number) => number>>;

async function readQueues(fleet: Fleet, sizes: Queues, hours = 12) {
  const first = tenOClock - hours * HOUR;
  const times = Array.from({ length: hours * 60 }, (_, index) => first + 60 * (index + 1));
  const series = (labels: Readonly<Record<string, string>>, value: (time: number) => number) => ({
    labels: { instance: 'app:1', job: 'app', ...labels },
    times,
    values: times.map(value),
  });
  const found = (query: string) => {
    if (query.startsWith('up')) return [series({}, () => 1)];
    if (!query.startsWith('job_queue_size')) return [];
    return Object.entries(sizes).map(([name, size]) => series({ job_name: name }, size));
  };
  const client = {
    samples: async (query: string) => ({ series: found(query), warnings: [] }),
    range: async () => ({ series: [], warnings: [] }),
    instant: async () => ({ samples: [], warnings: [] }),
  };
  const keeper = createHistoryKeeper(client, fleet);
  await keeper.update({ from: first + HOUR, to: tenOClock });
  return keeper.histories;
}

function collect(fleet: Fleet, histories: readonly SourceHistory[], over = span): LinesData {
  if (queues === undefined) throw new RangeError('there is no panel of queues');
  const data = collectLines(queues, { fleet, histories }, over);
  if (data === undefined) throw new RangeError('nothing is known');
  return data;
}

describe('a queue that grows from 0 to 59 and was critical for the quarter of an hour before', () => {
  const size = (time: number) => (time <= tenOClock - HOUR + 900 ? 5000 : (time % HOUR) / 60);
  const fleet = exampleFleet('a: { interval: 5m, staleness: false }');

  test('has a point per minute, and the last, highest, mean and sum of all points', async () => {
    const { series, times, stepSeconds } = collect(fleet, await readQueues(fleet, { a: size }));
    expect(stepSeconds).toBe(60);
    expect(times).toHaveLength(61);
    expect(series[0]).toMatchObject({ job: 'a', label: 'a', statistics: { last: 0, max: 5000 } });
    expect(series[0]?.values.slice(-3)).toEqual([58, 59, 0]);
  });

  test('has its alarm as a band from the beginning of the span, and the limits of most jobs', async () => {
    const { periods, limits } = collect(fleet, await readQueues(fleet, { a: size }));
    const began = expect.any(Number);
    expect(periods).toEqual([{ severity: 'critical', from: began, to: span.from + 960 }]);
    expect(limits).toEqual([
      { severity: 'warning', value: 100, label: 'warning 100, if growing' },
      { severity: 'critical', value: 1000, label: 'critical 1000 (all jobs)' },
    ]);
  });
});

test('of more than fifty jobs, those with the highest values are shown, including unlisted ones', async () => {
  const fleet = exampleFleet('a: { interval: 5m }');
  const wide = { ...fleet, unlisted: { ...fleet.unlisted, maximum: 100 } };
  const names = Array.from({ length: 60 }, (_, index) => `job_${index}`);
  const sizes = Object.fromEntries(names.map((name, index) => [name, () => index]));
  const { series, jobCount } = collect(wide, await readQueues(wide, sizes, 3));
  expect(jobCount).toBe(60);
  expect(series).toHaveLength(50);
  expect(series.map(({ job }) => job)).not.toContain('job_9');
  expect(series.map(({ job }) => job)).toContain('job_10');
});

test('for many jobs over a long time only every few minutes are judged, and alarms are still found', async () => {
  const names = Array.from({ length: 60 }, (_, index) => `job_${index}`);
  const fleet = exampleFleet(names.map(name => `${name}: { interval: 5m }`).join('\n  '));
  const isLong = (time: number) => time > tenOClock - 30 * HOUR && time <= tenOClock - 20 * HOUR;
  const sizes = { job_0: (time: number) => (isLong(time) ? 5000 : 1) };
  const long = { from: tenOClock - 70 * HOUR, to: tenOClock };
  const { stepSeconds, periods } = collect(fleet, await readQueues(fleet, sizes, 80), long);
  expect(stepSeconds).toBe(600);
  const [only, ...others] = periods;
  expect(others).toEqual([]);
  expect((only?.to ?? 0) - (only?.from ?? 0)).toBeGreaterThan(9.5 * HOUR);
});

test('alarms on missing runs are shaded on the execution rate', async () => {
  if (rate === undefined) throw new RangeError('there is no panel of rates');
  const fleet = exampleFleet('a: { interval: 5m, since: 2026-01-01T00:00:00Z }');
  const histories = await readQueues(fleet, { a: () => 1 });
  const severities = collectLines(rate, { fleet, histories }, span)?.periods.map(p => p.severity);
  expect(severities).toEqual(['warning', 'critical']);
});
