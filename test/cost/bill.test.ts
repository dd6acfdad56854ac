import { describe, expect, test } from 'vitest';
import { billFor } from '../../lib/cost/bill.ts';
import { metricsUsd } from '../../lib/cost/prices.ts';
import { createConfig } from '../cdk/config.ts';

const billJobs = (...jobs: readonly string[]) =>
  billFor(createConfig(`jobs:\n  ${jobs.join('\n  ')}`));
const billOne = (settings: string) => billJobs(`a: { ${settings} }`).jobs[0];

describe('a job costs per month', () => {
  test.each(['interval: 1m', 'interval: 15m', 'interval: 2d', 'schedule: "0 2 * * 1-5"'])(
    '$2.10 if it is plain, %s: 5 metrics and 6 alarms',
    rhythm => {
      const job = billOne(`${rhythm}, queue: false, items: false`);
      expect(job).toMatchObject({ metrics: 5, alarms: 6, usd: expect.closeTo(2.1, 9) });
    },
  );

  test.each(['interval: 1m', 'interval: 6h', 'schedule: "*/5 * * * *"'])(
    '$4.20 with queue and items, %s: 11 metrics and 9 alarms',
    rhythm => {
      const job = billOne(rhythm);
      expect(job).toMatchObject({ metrics: 11, alarms: 9, usd: expect.closeTo(4.2, 9) });
    },
  );

  test('less if checks are off', () => {
    const off = 'failures: false, duration: false, queue: false, items: false';
    expect(billOne(`interval: 1h, ${off}`)).toMatchObject({ metrics: 1, alarms: 2 });
  });

  test('the same while it is paused, or not yet expected', () => {
    expect(billOne('interval: 1m, paused: 9999-12-31T00:00:00Z')?.metrics).toBe(11);
    expect(billOne('interval: 1m, paused: true')?.usd).toBeCloseTo(4.2, 9);
    expect(billOne('interval: 1m, since: 9999-12-31T00:00:00Z')?.metrics).toBe(11);
  });

  test('whatever its name', () => {
    const bill = billJobs('":öß/a\\n": { interval: 1m }', '"__proto__x": { interval: 1m }');
    expect(bill.jobs.map(job => job.metrics)).toEqual([11, 11]);
  });
});

describe('a job with verdicts costs per month', () => {
  test.each(['interval: 1m', 'interval: 6h, queue: false, items: false', 'schedule: "0 2 * * *"'])(
    '$0.50, %s: one metric and two alarms',
    settings => {
      const [job] = billFor(createConfig(`alarms: job\njobs: { a: { ${settings} } }`)).jobs;
      expect(job).toMatchObject({ metrics: 1, alarms: 2, usd: expect.closeTo(0.5, 9) });
    },
  );

  test('less if it can only have a warning', () => {
    const off = 'failures: false, staleness: false, duration: false, queue: false';
    const text = `alarms: job\njobs: { a: { interval: 1h, ${off} } }`;
    expect(billFor(createConfig(text)).jobs[0]).toMatchObject({ metrics: 1, alarms: 1 });
  });
});

describe('a service costs per month', () => {
  const bill = billJobs('a: { interval: 15m }');

  test('$3 more while there are unlisted jobs, and nothing more if they are not measured', () => {
    const none = billFor(createConfig('unlisted: { maximum: 0 }'));
    expect(bill.whileUnlistedUsd).toBeCloseTo(3, 9);
    expect(none.whileUnlistedUsd).toBe(0);
    expect(bill.fixedUsd - none.fixedUsd).toBeCloseTo(1.1 + 10 * 0.00365, 3);
  });

  test('with verdicts, $0.30 more while there are any', () => {
    expect(billFor(createConfig('alarms: job')).whileUnlistedUsd).toBeCloseTo(0.3, 9);
  });

  test('one call per minute for each 1,000 metrics of its jobs and itself', () => {
    const many = Array.from({ length: 490 }, (_, index) => `j${index}: { interval: 15m }`);
    const calls = billJobs(...many).fixed.find(({ item }) => item === 'PutMetricData');
    expect(calls?.quantity).toBe(Math.ceil((490 * 11 + 2) / 1000) * 43_800);
  });

  test('the price of Managed Prometheus for the samples, if it is queried', () => {
    const auth = `auth: { sigv4: { region: eu-west-1, workspaceArn: "arn:aws:aps:eu-west-1:123456789012:workspace/ws-1" } }`;
    const managed = createConfig(`prometheus: { url: "https://example.com", ${auth} }`);
    const samples = billFor(managed).fixed.find(({ unit }) => unit === 'samples');
    expect(samples?.usd).toBeGreaterThan(0);
    expect(bill.fixed.some(({ unit }) => unit === 'samples')).toBe(false);
  });
});

test('the judge has more memory for more jobs, and is billed for it', () => {
  const gigabyteSeconds = (count: number) => {
    const jobs = Array.from({ length: count }, (_, index) => `j${index}: { interval: 15m }`);
    return billJobs(...jobs).fixed.find(({ unit }) => unit === 'GB-s')?.quantity ?? 0;
  };
  const notifier = 43_800 * 1.3 * 0.25;
  const judge = [20, 21, 51, 100, 101].map(count => gigabyteSeconds(count) - notifier);
  const seconds = 43_800 + 365 * 25;
  const expected = [256, 384, 512, 512, 1769].map(megabytes => (seconds * megabytes) / 1024);
  judge.forEach((seconds, index) => {
    expect(seconds).toBeCloseTo(expected[index] ?? 0, 6);
  });
});

test('the sum is that of its parts, and the free tier is separate', () => {
  const bill = billJobs('a: { interval: 1m }', 'b: { interval: 6h, queue: false }');
  expect(bill.totalUsd).toBeCloseTo(bill.jobsUsd + bill.fixedUsd, 9);
  expect(bill.freeTierUsd).toBeGreaterThan(0);
});

test('a dashboard of more than 50 metrics is not free', () => {
  const isFree = (jobs: number) => {
    const lines = Array.from({ length: jobs }, (_, index) => `j${index}: { interval: 15m }`);
    return billJobs(...lines).freeTier.some(({ unit }) => unit === 'dashboards');
  };
  expect([isFree(4), isFree(5)]).toEqual([true, false]);
});

test.each([
  [10_000, 3_000],
  [11_000, 3_100],
  [250_000, 27_000],
  [1_000_000, 64_500],
  [1_000_100, 64_502],
])('%i metrics cost $%i', (metrics, usd) => expect(metricsUsd(metrics)).toBeCloseTo(usd, 6));
