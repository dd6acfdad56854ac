import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudWatchClient,
  type Dimension,
  GetDashboardCommand,
  type MetricAlarm,
  paginateDescribeAlarms,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allAlarms } from '../../lib/alarms/all-alarms.ts';
import { planJobAlarms } from '../../lib/checks/index.ts';
import {
  toData,
  toHeartbeat,
  toRatioData,
  toServiceVerdict,
  toVerdictData,
} from '../../lib/cloudwatch/datum.ts';
import { namespaceFor, unlistedMetric, widgetFunctionName } from '../../lib/cloudwatch/names.ts';
import { createPublisher } from '../../lib/cloudwatch/publisher.ts';
import { anyUnlistedJob } from '../../lib/cloudwatch/unlisted.ts';
import type { Config } from '../../lib/config/config.ts';
import { findPublished } from '../../lib/cost/published.ts';
import type { MetricName } from '../../lib/model/measurement.ts';
import { dashboardBody } from '../../lib/panels/body.ts';
import { createConfig } from '../cdk/config.ts';
import { account, bootstrap, cdk, type LocalAws, region, startLocalAws } from '../local-aws.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

let aws: LocalAws;
let directory: string;
let client: CloudWatchClient;

/** Hundreds of jobs on request: the local AWS creates about twenty alarms a second. */
const isLarge = process.env.JOBWATCH_LARGE !== undefined;
const small = [
  ['job', 6],
  ['alert', 6],
] as const;
const large = [
  ['job', 490],
  ['job', 2_000],
  ['alert', 490],
] as const;

describe.each(isLarge ? [...small, ...large] : small)(
  'with alarms: %s, %i jobs',
  (alarms, count) => {
    const text = [
      'service: clipper',
      'prometheus: { url: "http://localhost:9090" }',
      `alarms: ${alarms}`,
      'notify: { warning: [team@example.com], critical: [oncall@example.com] }',
      'jobs:',
      ...Array.from({ length: count }, (_, index) => `  nightly/job_${index}: { interval: 15m }`),
    ].join('\n');
    const config = createConfig(text);

    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'jobwatch-deploy-'));
      aws = await startLocalAws();
      client = new CloudWatchClient({ region, endpoint: aws.endpoint, credentials });
      await bootstrap(aws);
      const file = join(directory, 'jobwatch.yaml');
      await writeFile(file, text);
      const options = ['deploy', '--require-approval', 'never', '--all', '-c', `config=${file}`];
      const output = join(directory, 'cdk.out');
      const started = performance.now();
      const ran = await cdk(options, { environment: aws.environment, output });
      expect(ran.exitCode, ran.stderr).toBe(0);
      if (isLarge) console.info(`${alarms}, ${count} jobs: ${secondsSince(started)} s`);
      await publishEverything(config);
    }, 1_800_000);

    afterAll(async () => {
      client?.destroy();
      await aws?.stop();
      await rm(directory, { recursive: true, force: true });
    });

    test('have every alarm of the plan with its rule, and those on the notifier', async () => {
      const deployed = await listAlarms();
      for (const plan of allAlarms(config, region)) {
        expect(deployed.get(plan.name), plan.name).toMatchObject({
          ...{
            Namespace: plan.namespace,
            MetricName: plan.metric,
            Statistic: 'Maximum',
            Period: 60,
          },
          Threshold: plan.threshold,
          EvaluationPeriods: plan.evaluationPeriods,
          DatapointsToAlarm: plan.datapointsToAlarm,
          TreatMissingData: plan.treatMissingData,
          AlarmDescription: plan.description,
        });
        deployed.delete(plan.name);
      }
      const others = { job: ['FallbackAlarm'], alert: ['NotifierReporting'] }[alarms];
      const names = [...others, 'NotificationsWaiting', 'NotifierNotReporting'];
      expect([...deployed.keys()].toSorted()).toEqual(
        names.map(name => `clipper/${name}`).toSorted(),
      );
    });

    test('have every metric that an alarm reads, under the name that is published', async () => {
      const published = new Set(await listMetrics());
      const own = [...(await listAlarms()).values()].filter(
        ({ Namespace }) => Namespace === namespaceFor('clipper'),
      );
      for (const { AlarmName, MetricName = '', Dimensions } of own) {
        expect(published, AlarmName).toContain(nameMetric(MetricName, Dimensions));
      }
    }, 120_000);

    test('have every widget of the dashboard', async () => {
      const command = new GetDashboardCommand({ DashboardName: 'jobwatch-clipper' });
      const { DashboardBody = '' } = await client.send(command);
      expect(JSON.parse(DashboardBody)).toEqual(
        JSON.parse(JSON.stringify(dashboardBody(describeDashboard(config)))),
      );
    });
  },
);

function secondsSince(started: number): number {
  return Math.round((performance.now() - started) / 1000);
}

/** What a round of the judge could publish at most. */
async function publishEverything(config: Config): Promise<void> {
  const { fleet } = config;
  const at = Math.floor(Date.now() / 60_000) * 60;
  const value = 1;
  const measurements = [
    ...fleet.jobs.flatMap(job =>
      findPublished(job).map(metric => ({ job: job.name, metric: metric as MetricName, value })),
    ),
    ...(['SuccessRatePercent', 'UnlistedJobs'] as const).map(metric => ({
      ...{ job: undefined, metric, value },
    })),
  ];
  const ratios = planJobAlarms(anyUnlistedJob(fleet)).map(({ alert }) => ({
    ...{ metric: unlistedMetric(alert), value },
  }));
  const ofMode =
    config.alarms === 'job'
      ? [
          ...toVerdictData(new Map(fleet.jobs.map(({ name }) => [name, value])), at),
          toServiceVerdict('WorstVerdict', value, at),
          toServiceVerdict('UnlistedVerdict', value, at),
        ]
      : [...toData({ fleet, measurements, at }), ...toRatioData(ratios, at)];
  const publisher = createPublisher({
    namespace: namespaceFor('clipper'),
    client,
    deadlineMilliseconds: 120_000,
  });
  await publisher.publish([toHeartbeat(3, at), ...ofMode]);
}

/** The dashboard's parts as they are in this account. */
function describeDashboard(config: Config) {
  const listArns = (severity: 'warning' | 'critical') =>
    allAlarms(config, region)
      .filter(plan => plan.severity === severity)
      .map(({ name }) => `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`);
  return {
    ...{ config, region },
    widgetFunctionArn: `arn:aws:lambda:${region}:${account}:function:${widgetFunctionName('clipper')}`,
    alarmArns: { critical: listArns('critical'), warning: listArns('warning') },
  };
}

async function listAlarms(): Promise<Map<string, MetricAlarm>> {
  const found = new Map<string, MetricAlarm>();
  for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client }, {})) {
    for (const alarm of MetricAlarms) found.set(alarm.AlarmName ?? '', alarm);
  }
  return found;
}

async function listMetrics(): Promise<string[]> {
  const names: string[] = [];
  for await (const { Metrics = [] } of paginateListMetrics({ client }, {})) {
    for (const { MetricName = '', Dimensions } of Metrics) {
      names.push(nameMetric(MetricName, Dimensions));
    }
  }
  return names;
}

function nameMetric(metric: string, dimensions: readonly Dimension[] = []): string {
  return [metric, ...dimensions.map(({ Name, Value }) => `${Name}=${Value}`)].join(' ');
}
