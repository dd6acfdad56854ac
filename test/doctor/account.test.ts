import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
} from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { allAlarms } from '../../lib/alarms/all-alarms.ts';
import { toHeartbeat } from '../../lib/cloudwatch/datum.ts';
import { heartbeats } from '../../lib/cloudwatch/heartbeat.ts';
import { namespaceFor, notifierAlarmName, notifierAlarms } from '../../lib/cloudwatch/names.ts';
import { createPublisher } from '../../lib/cloudwatch/publisher.ts';
import { parseConfig } from '../../lib/config/load.ts';
import type { AccountEvidence } from '../../lib/doctor/account/account-evidence.ts';
import { findAccountProblems } from '../../lib/doctor/account/account-findings.ts';
import { examineAccount } from '../../lib/doctor/account/examine-account.ts';
import { type LocalAws, region, startLocalAws } from '../local-aws.ts';
import { brief } from './histories.ts';

const makeConfig = (service: string, warning = '[team@example.com]') =>
  parseConfig(
    `service: ${service}\nprometheus: { url: "http://localhost:9090" }\nnotify: { warning: ${warning}, critical: [oncall@example.com] }\njobs:\n  a: { interval: 5m, queue: false, items: false }`,
    { file: 'test.yaml', baseDirectory: '/', readFile: () => '' },
  );

/** Those on jobs and sources, and those on the notifier. */
function alarmNames(config: ReturnType<typeof makeConfig>): string[] {
  const ofNotifier = notifierAlarms.map(alarm => notifierAlarmName(config.service, alarm));
  return [...allAlarms(config, region).map(({ name }) => name), ...ofNotifier];
}

/**
 * A stack like Jobwatch's, as far as doctor looks: topics with a subscription each, and these
 * alarms.
 */
function writeTemplate(alarms: readonly string[]): string {
  const topic = (id: string, address: string) => ({
    [id]: { Type: 'AWS::SNS::Topic', Properties: {} },
    [`${id}Mail`]: {
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: { Ref: id }, Protocol: 'email', Endpoint: address },
    },
  });
  const alarm = (name: string) => ({
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: name,
      AlarmActions: [{ Ref: 'Warning' }],
      Namespace: 'Jobwatch',
      MetricName: 'Any',
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    },
  });
  return JSON.stringify({
    Resources: {
      ...topic('Warning', 'team@example.com'),
      ...topic('Critical', 'oncall@example.com'),
      ...Object.fromEntries(alarms.map((name, index) => [`Alarm${index}`, alarm(name)])),
    },
    Outputs: {
      WarningTopicArn: { Value: { Ref: 'Warning' } },
      CriticalTopicArn: { Value: { Ref: 'Critical' } },
    },
  });
}

describe('doctor on the account', () => {
  let aws: LocalAws;
  let stacks: CloudFormationClient;
  const now = () => Math.floor(Date.now() / 1000);
  const found = async (config: ReturnType<typeof makeConfig>) =>
    brief((await examineAccount(config, now())).findings);
  const deploy = (service: string, alarms: readonly string[]) =>
    stacks.send(
      new CreateStackCommand({
        StackName: `jobwatch-${service}`,
        TemplateBody: writeTemplate(alarms),
      }),
    );
  const publish = async (service: string, heartbeat: Parameters<typeof toHeartbeat>[0]) => {
    const at = Math.floor(now() / 60) * 60 - 120;
    const namespace = namespaceFor(service);
    const publisher = createPublisher({ namespace, endpoint: aws.endpoint, region });
    await publisher.publish([toHeartbeat(heartbeat, at)]).finally(publisher.close);
  };

  beforeAll(async () => {
    aws = await startLocalAws();
    for (const [name, value] of Object.entries(aws.environment)) vi.stubEnv(name, value);
    vi.stubEnv('AWS_DISABLE_REQUEST_COMPRESSION', 'true');
    stacks = new CloudFormationClient({ endpoint: aws.endpoint, region });
  }, 60_000);

  afterAll(async () => {
    stacks?.destroy();
    await aws?.stop();
    vi.unstubAllEnvs();
  });

  test('says only that nothing is deployed', async () => {
    const { findings, notChecked } = await examineAccount(makeConfig('absent'), now());
    expect(notChecked).toBeUndefined();
    expect(brief(findings)).toEqual(['info stack-missing']);
    expect(findings[0]?.what).toBe(`There is no stack jobwatch-absent in ${region}.`);
  });

  test('finds nothing if everything exists and the judge reports', async () => {
    const config = makeConfig('well');
    await deploy('well', alarmNames(config));
    await publish('well', heartbeats.whole);
    expect(await found(config)).toEqual([]);
  });

  test('expects no heartbeat right after the deployment', async () => {
    const config = makeConfig('newborn');
    await deploy('newborn', alarmNames(config));
    const { findings } = await examineAccount(config, now());
    expect(brief(findings)).toEqual(['info heartbeat-missing']);
    expect(findings[0]?.what).toBe('The stack jobwatch-newborn is new: there is no heartbeat yet.');
  });

  test('reports that the judge does not run', async () => {
    const config = makeConfig('silent');
    await deploy('silent', alarmNames(config));
    const { findings } = await examineAccount(config, now() + 3600);
    expect(brief(findings)).toEqual(['error heartbeat-missing']);
    expect(findings[0]?.what).toBe(
      'jobwatch-silent-judge has sent no heartbeat in the last 10 min.',
    );
  });

  test('reports that the judge cannot query Prometheus', async () => {
    const config = makeConfig('sick');
    await deploy('sick', alarmNames(config));
    await publish('sick', heartbeats.askedInVain);
    expect(await found(config)).toEqual(['error source-unreachable']);
  });

  test('reports alarms, topics and subscriptions that are missing or left over', async () => {
    const arn = `arn:aws:sns:${region}:123456789012:gone`;
    const config = makeConfig('stale', `[{ topicArn: "${arn}" }]`);
    const [missing = '', ...rest] = alarmNames(config);
    await deploy('stale', [...rest, 'stale/old job/BackgroundJobFailing']);
    const { findings } = await examineAccount(config, now());
    expect(brief(findings)).toEqual(
      expect.arrayContaining([
        'error topic-missing',
        'error alarm-missing',
        'info alarm-left-over',
      ]),
    );
    expect(findings.find(({ code }) => code === 'alarm-missing')?.what).toContain(missing);
    await stacks.send(new DeleteStackCommand({ StackName: 'jobwatch-stale' }));
  });

  test('reports an address that is not subscribed', async () => {
    const config = makeConfig('well', '[team@example.com, new@example.com]');
    const { findings } = await examineAccount(config, now());
    expect(findings.find(({ code }) => code === 'mail-missing')?.what).toBe(
      'new@example.com is not subscribed to the topic for warning alarms.',
    );
  });
});

describe('doctor without an account', () => {
  test('says that it did not look', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']) {
      vi.stubEnv(name, undefined);
    }
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
    const exam = await examineAccount(makeConfig('any'), 0);
    vi.unstubAllEnvs();
    expect(exam).toEqual({ findings: [], notChecked: 'no AWS credentials' });
  });
});

describe('in what an account reports,', () => {
  const config = makeConfig('clipper');
  const well: AccountEvidence = {
    region,
    stackStatus: 'UPDATE_COMPLETE',
    topics: [],
    alarms: new Map(alarmNames(config).map(name => [name, { hasActions: true }])),
    heartbeat: heartbeats.whole,
    failures: [],
  };

  test('a pending subscription notifies nobody', () => {
    const team = { endpoint: 'team@example.com', protocol: 'email', isConfirmed: false };
    const topics = [
      { severity: 'warning', arn: 'arn:aws:sns:x', isOwn: true, subscriptions: [team] },
    ] as const;
    const [finding] = findAccountProblems(config, { ...well, topics });
    expect(finding).toMatchObject({
      level: 'error',
      code: 'mail-unconfirmed',
      what: 'The email subscription of team@example.com to the topic for warning alarms is not confirmed.',
    });
  });

  test('a call that is denied is a missing permission, and nothing is concluded from it', () => {
    const denied = { action: 'cloudwatch:DescribeAlarms', denied: true, message: 'User is not …' };
    const evidence = { ...well, alarms: undefined, heartbeat: undefined, failures: [denied] };
    const findings = findAccountProblems(config, evidence);
    expect(brief(findings)).toEqual(['warning permission-missing']);
    expect(findings[0]?.advice).toBe('Allow cloudwatch:DescribeAlarms for these credentials.');
  });

  test('only the alarm on the notifier must notify people itself', () => {
    const [first = ''] = alarmNames(config);
    const find = (name: string) => {
      const alarms = new Map([...(well.alarms ?? []), [name, { hasActions: false }]]);
      return brief(findAccountProblems(config, { ...well, alarms }));
    };
    expect(find(first)).toEqual([]);
    expect(find(notifierAlarmName(config.service, 'NotifierNotReporting'))).toEqual([
      'error alarm-silent',
    ]);
  });

  test('a stack that was rolled back differs from the configuration', () => {
    const findings = findAccountProblems(config, {
      ...well,
      stackStatus: 'UPDATE_ROLLBACK_COMPLETE',
    });
    expect(brief(findings)).toEqual(['error stack-unwell']);
  });
});
