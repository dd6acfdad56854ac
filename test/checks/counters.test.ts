import { describe, expect, test } from 'vitest';
import { countBuckets, countEvents, highestAtEvents, stepOf } from '../../lib/checks/counters.ts';
import { fleetOf } from './fleet.ts';

const HOUR = 3_600;
const { source } = fleetOf('a: { interval: 1m }');

test.each([
  [300, 60],
  [HOUR, 60],
  [HOUR + 1, 300],
  [3 * HOUR, 300],
  [24 * HOUR, 300],
  [24 * HOUR + 1, 900],
  [72 * HOUR, 900],
])('a window of %i s is cut into steps of %i s', (windowSeconds, step) => {
  expect(stepOf(windowSeconds)).toBe(step);
});

describe('a window', () => {
  const count = { metric: 'm_total', matchers: ['s="x"'], by: ['job_name', 's'] };
  const ends = (promql: string) => promql.match(/\[\d+s:\d+m?s?\]/g);

  test('of up to an hour is added up minute by minute, and reaches back a second less', () => {
    const promql = countEvents(source, { ...count, windowSeconds: HOUR });
    expect(promql).toMatch(/^sum_over_time\(\(sum by \(job_name, s\) \(.*\)\)\[3599s:60s\]\)$/);
  });

  test('of more has the minutes of the step that has begun besides', () => {
    const promql = countEvents(source, { ...count, windowSeconds: 3 * HOUR });
    expect(ends(promql)).toEqual(['[10799s:300s]', '[239s:1m]']);
    expect(promql).toContain('label_replace(sum_over_time');
    expect(promql).toContain('"part", "0", "", "") or label_replace(floor(');
    expect(promql).toMatch(/"part", "1", "", ""\)\)$/);
  });

  test('of buckets asks the same of every bucket, and the watch of the count', () => {
    const buckets = { metric: 'm_bucket', matchers: [], by: ['le'], windowSeconds: 600 };
    const promql = countBuckets(source, buckets);
    expect(promql).toMatch(/^sum_over_time\(\(sum by \(le\) \(.*\)\)\[599s:60s\]\)$/);
    expect(promql).toContain(
      'group by (job, instance) (last_over_time(m_count{}[660s] offset 60s))',
    );
  });

  test('of a metric that only holds the word is watched by itself', () => {
    const buckets = { metric: 'm_bucket_x', matchers: [], by: ['le'], windowSeconds: 600 };
    expect(countBuckets(source, buckets)).toContain(
      'last_over_time(m_bucket_x{}[660s] offset 60s)',
    );
  });

  test("of events' highest value keeps the jobs apart", () => {
    const events = { metric: 'm_total', matchers: [] };
    const short = highestAtEvents(source, { ...events, windowSeconds: 600 }, 'v');
    expect(short).toMatch(/^max_over_time\(\(\(v\) and on \(job_name\) \(.*\)\)\[599s:60s\]\)$/);
    const long = highestAtEvents(source, { ...events, windowSeconds: 3 * HOUR }, 'v');
    expect(long).toMatch(/^max by \(job_name\) \(label_replace\(max_over_time\(/);
    expect(ends(long)).toEqual(['[10799s:300s]', '[299s:60s]']);
  });
});
