import { describe, expect, test } from 'vitest';
import type { Config } from '../../lib/config/config.ts';
import { billFor } from '../../lib/cost/bill.ts';
import { prices } from '../../lib/cost/prices.ts';
import { findPublished, serviceMetrics } from '../../lib/cost/published.ts';
import { createConfig } from '../cdk/config.ts';
import { findResources, type Synthesized, synthesize } from '../cdk/synth.ts';

type Fleet = Readonly<{ config: Config; synthesized: Synthesized }>;

const fleets = new Map<string, Fleet>();

/**
 * A fleet of plain jobs and its templates. They are made once, because the largest takes seconds.
 */
function openFleet(alarms: Config['alarms'], count: number): Fleet {
  const key = `${alarms} ${count}`;
  const known = fleets.get(key);
  if (known !== undefined) return known;
  const config = createFleet(alarms, count);
  const fleet = { config, synthesized: synthesize(config) };
  fleets.set(key, fleet);
  return fleet;
}

/** Plain jobs, and recipients of mails. */
function createFleet(alarms: Config['alarms'], count: number): Config {
  const jobs = Array.from(
    { length: count },
    (_, index) => `  job_${index}: { interval: 15m, queue: false, items: false }`,
  );
  const notify = 'notify: { warning: [a@example.com], critical: [b@example.com] }';
  return createConfig([`alarms: ${alarms}`, notify, 'jobs:', ...jobs].join('\n'));
}

/** Metrics that the alarms of a template read: an expression reads several. */
function countAlarmMetrics(synthesized: Synthesized): number {
  const alarms = findResources(synthesized, 'AWS::CloudWatch::Alarm');
  return alarms.reduce((sum, { Properties }) => {
    const queries = (Properties.Metrics ?? []) as readonly Readonly<{ MetricStat?: object }>[];
    return sum + Math.max(1, queries.filter(query => query.MetricStat !== undefined).length);
  }, 0);
}

/**
 * Gigabyte-seconds per month: each function's memory in the template times the seconds of its runs.
 */
function sumRunUsd(synthesized: Synthesized, jobs: number): number {
  const judge = 43_800 * Math.max(1, jobs / 500) + 365 * 25;
  const seconds = { judge, notifier: 43_800 * 1.3 } as const;
  const functions = findResources(synthesized, 'AWS::Lambda::Function');
  return functions.reduce((usd, { Properties }) => {
    const name = String(Properties.FunctionName).split('-').at(-1) as keyof typeof seconds;
    const gigabytes = Number(Properties.MemorySize) / 1024;
    return usd + (seconds[name] ?? 0) * gigabytes * prices.lambdaGigabyteSecond;
  }, 0);
}

/** What a stack costs according to its templates and the metrics that its jobs publish. */
function billTemplate({ config, synthesized }: Fleet) {
  const count = (type: string) => findResources(synthesized, type).length;
  const metrics =
    serviceMetrics[config.alarms].length +
    config.fleet.jobs.reduce((sum, job) => sum + findPublished(job, config.alarms).length, 0);
  const alarms = countAlarmMetrics(synthesized) * prices.alarm;
  const composites = count('AWS::CloudWatch::CompositeAlarm') * prices.compositeAlarm;
  const dashboards = count('AWS::CloudWatch::Dashboard') * prices.dashboard;
  const schedules = count('AWS::Scheduler::Schedule') * 43_800 * prices.scheduledInvocation;
  return {
    standing: metrics * 0.3 + alarms + composites + dashboards,
    running: sumRunUsd(synthesized, config.fleet.jobs.length) + schedules,
  };
}

const standingLines = /^(Metrics|Alarms|Composite|Dashboard)/;
const runningLines = /^(Lambda time of judge|Scheduler)/;
const linesBeyondTemplate =
  /^(?!Metrics|Alarms|Composite|Dashboard|Lambda time of judge|Scheduler)/;

const sumMatching = (config: Config, pattern: RegExp) =>
  billFor(config)
    .fixed.filter(({ item }) => pattern.test(item))
    .reduce((sum, { usd }) => sum + usd, 0);

describe.each([
  ['job', 6],
  ['job', 50],
  ['job', 490],
  ['job', 2_000],
  ['alert', 6],
  ['alert', 50],
  ['alert', 490],
] as const)('alarms: %s, %i plain jobs', (alarms, count) => {
  test('the bill equals the sum of the templates', () => {
    const fleet = openFleet(alarms, count);
    const { config } = fleet;
    const { standing, running } = billTemplate(fleet);
    const bill = billFor(config);
    expect(bill.jobsUsd + sumMatching(config, standingLines)).toBeCloseTo(standing, 6);
    expect(sumMatching(config, runningLines)).toBeCloseTo(running, 6);
  });
});

test('no item is missing', () => {
  const items = billFor(createFleet('alert', 6)).fixed.map(({ item }) => item);
  expect(items).toEqual([
    'Metrics of the service',
    'Alarms on Jobwatch and unlisted jobs',
    'Alarms on the notifier',
    'Composite alarms',
    'Dashboard',
    'PutMetricData',
    'DescribeAlarms',
    'GetMetricData',
    'Lambda time of judge and notifier (arm64)',
    'Lambda time of widget views',
    'Lambda runs',
    'Scheduler',
    'Logs',
    'Queue of alarm changes',
    'Table reads',
    'Table writes',
    'Mails',
  ]);
});

/** The cost of a template's metrics and alarms, and of everything else in the bill. */
function sumWithTemplate(fleet: Fleet): number {
  const { standing, running } = billTemplate(fleet);
  return standing + running + sumMatching(fleet.config, linesBeyondTemplate);
}

test.each([
  ['job', 6, 9],
  ['job', 50, 31],
  ['job', 490, 255],
  ['alert', 6, 20],
] as const)('alarms: %s, %i plain jobs cost at most $%d', (alarms, count, usd) => {
  expect(sumWithTemplate(openFleet(alarms, count))).toBeLessThanOrEqual(usd);
});

test.each([
  ['job', 5.8],
  ['alert', 7],
] as const)('alarms: %s, a service costs at most $%d besides its jobs', (alarms, usd) => {
  const fleet = openFleet(alarms, 6);
  const fixedUsd = sumWithTemplate(fleet) - billFor(fleet.config).jobsUsd;
  expect(fixedUsd).toBeLessThanOrEqual(usd);
});

test.each(['job', 'alert'] as const)(
  'with alarms: %s, an alarm or a panel of the template reads every published metric',
  alarms => {
    const { config, synthesized } = openFleet(alarms, 6);
    const texts = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard'].flatMap(type =>
      findResources(synthesized, type).map(({ Properties }) =>
        JSON.stringify(Properties).replaceAll('\\', ''),
      ),
    );
    const read = texts.flatMap(text => [
      ...text.matchAll(/"Jobwatch\/clipper","(\w+)"(?!:)/g),
      ...text.matchAll(/"MetricName":"(\w+)","Namespace":"Jobwatch\/clipper"/g),
    ]);
    const published = config.fleet.jobs.flatMap(job => findPublished(job, alarms));
    const whileUnlisted = /^Unlisted/;
    const names = read.map(([, name = '']) => name).filter(name => !whileUnlisted.test(name));
    expect([...new Set(names)].toSorted()).toEqual(
      [...new Set([...published, ...serviceMetrics[alarms]])].toSorted(),
    );
  },
);
