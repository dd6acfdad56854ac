import { expect, test } from 'vitest';
import {
  brief,
  end,
  findIn,
  HOUR,
  makeJob,
  makeScenario,
  pick,
  play,
  startHistories,
  writeSeries,
} from './histories.ts';

const plain = makeScenario([makeJob('a', 5), makeJob('b', 15)], 10);
const low = (line: string) => (/le="(120|300|600)(\.0)?"/.test(line) ? undefined : line);
const sumless = (line: string) => (line.includes('_sum{') ? undefined : line);

/** Five runs end between two scrapes, one of them in the bucket of 120 to 300 s. */
const runs = (time: number) => 5 * Math.floor((time - end + 40 * HOUR) / 300);
const labels = 'job="app",instance="i",job_name="busy"';
const bucket = (le: string, share: number) =>
  writeSeries(`job_execution_duration_seconds_bucket{${labels},le="${le}"}`, t => runs(t) * share);

const { url } = await startHistories({
  plain: play(plain),
  low: play(plain, low),
  sumless: play(plain, line => low(line) && sumless(line)),
  busy: [
    ...writeSeries('up{job="app",instance="i"}', () => 1),
    ...writeSeries(`job_execution_total{${labels},status="success"}`, runs),
    ...writeSeries(`job_last_success_timestamp_seconds{${labels}}`, t => t - (t % 300)),
    ...writeSeries(`job_execution_duration_seconds_sum{${labels}}`, t => 50 * runs(t)),
    ...writeSeries(`job_execution_duration_seconds_count{${labels}}`, runs),
    ...bucket('120.0', 0.8),
    ...bucket('300.0', 1),
    ...bucket('600.0', 1),
    ...bucket('+Inf', 1),
  ],
});

const jobs = [
  'a: { interval: 5m, queue: false, items: false }',
  'b: { interval: 15m, queue: false, items: false }',
];
const limited = (warning: string) => [
  `a: { interval: 5m, queue: false, items: false, duration: { warning: ${warning} } }`,
  jobs[1] ?? '',
];

test('a limit that is a bound of the histogram is no finding', async () => {
  expect(brief(await findIn({ url, env: 'plain', jobs }))).toEqual([]);
});

test('a limit inside a bucket is only a note if sums give the exact run times', async () => {
  const finding = pick(
    await findIn({ url, env: 'plain', jobs: limited('200s') }),
    'limit-in-bucket',
  );
  expect(finding).toMatchObject({
    level: 'info',
    jobs: ['a'],
    what: 'The limit of 200 s of "a" lies inside a bucket from 120 to 300 s.',
  });
});

test('a limit inside a bucket is a warning if it contains runs of unknown duration', async () => {
  const busy = ['busy: { interval: 5m, duration: { warning: 200s } }'];
  const more = 'sources: { application: { preset: jobs, items: false, queue: false } }\n';
  const finding = pick(await findIn({ url, env: 'busy', jobs: busy, more }), 'limit-in-bucket');
  expect(finding).toMatchObject({ level: 'warning', jobs: ['busy'] });
  expect(finding?.advice).toBe(
    "Add a bucket at the limit to the application's histogram, or set the limit to 120 s or 300 s.",
  );
});

test('limits above the last bucket are a note with sums, and an error without', async () => {
  const noted = await findIn({ url, env: 'low', jobs });
  expect(brief(noted)).toEqual(['info bucket-too-low a b']);
  const found = await findIn({ url, env: 'sumless', jobs });
  expect(brief(found)).toEqual(['error bucket-too-low a b']);
  expect(pick(found, 'bucket-too-low')?.what).toBe(
    'The limits of 300 and 600 s of "a", "b" lie above the last bucket, 60 s.',
  );
});
