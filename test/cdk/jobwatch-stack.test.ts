import { beforeAll, describe, expect, test } from 'vitest';
import { createConfig } from './config.ts';
import { findResources, type Resource, type Synthesized, synthesize } from './synth.ts';

const everyAlert = [
  'clipper/clip_sync/BackgroundJobFailing 5/5 > 5 ignore FailureRatePercent',
  'clipper/clip_sync/BackgroundJobCriticalFailureRate 5/5 > 50 ignore FailureRatePercent',
  'clipper/clip_sync/BackgroundJobNotRunning 10/10 > 7200 ignore SecondsSinceSuccess',
  'clipper/clip_sync/BackgroundJobCriticallyStale 5/5 > 86400 ignore SecondsSinceSuccess',
  'clipper/clip_sync/BackgroundJobHighDuration 15/15 > 300 ignore DurationP95Seconds',
  'clipper/clip_sync/BackgroundJobCriticalDuration 10/10 > 600 ignore DurationP95Seconds',
  'clipper/clip_sync/BackgroundJobQueueGrowing 15/15 > 1.5 ignore QueueGrowthRatio',
  'clipper/clip_sync/BackgroundJobCriticalQueueSize 10/10 > 1000 ignore QueueSize',
  'clipper/clip_sync/BackgroundJobHighItemFailureRate 15/15 > 20 ignore ItemFailureRatePercent',
];

const ownAlarms = [
  'clipper/NotReporting 5/5 < 1 breaching Heartbeat',
  'clipper/SourceUnreachable 3/3 < 3 ignore Heartbeat',
  'clipper/UnlistedJobs 15/15 > 0 ignore UnlistedJobs',
  'clipper/TooManyUnlistedJobs 15/15 > 20 ignore UnlistedJobs',
];

let plain: Synthesized;

beforeAll(() => {
  plain = synthesize(
    createConfig('notify: { warning: [a@example.com], critical: [b@example.com] }'),
  );
});

test('a listed job has the nine alarms of the original', () => {
  expect(
    alarmsIn(plain)
      .filter(alarm => alarm.includes('/clip_sync/'))
      .toSorted(),
  ).toEqual(everyAlert.toSorted());
});

test('Jobwatch has alarms on itself, and on the number of unlisted jobs', () => {
  const own = alarmsIn(plain).filter(alarm => !/\/(clip_sync|Unlisted[B])/.test(alarm));
  expect(own.toSorted()).toEqual(ownAlarms.toSorted());
});

test('nine alarms cover the unlisted jobs, as ratios over their limits', () => {
  const unlisted = alarmsIn(plain).filter(alarm => alarm.startsWith('clipper/UnlistedBackground'));
  expect(unlisted).toHaveLength(9);
  expect(unlisted[0]).toMatch(/ \d+\/\d+ > 1 ignore UnlistedBackgroundJob\w+Ratio$/);
});

test('only the alarms on the notifier send mails themselves', () => {
  const mailing = findResources(plain, 'AWS::CloudWatch::Alarm').filter(
    ({ Properties }) => Properties.AlarmActions !== undefined,
  );
  expect(mailing.map(({ Properties }) => Properties.AlarmName).toSorted()).toEqual([
    'clipper/NotificationsWaiting',
    'clipper/NotifierNotReporting',
  ]);
});

test("a topic's policy lets alarms of this service publish, and denies plain HTTP", () => {
  const topics = Object.entries(plain.root.Resources).filter(isTopic);
  const policies = findResources(plain, 'AWS::SNS::TopicPolicy');
  expect(topics).toHaveLength(2);
  for (const [topicId, { Properties }] of topics) {
    expect(Properties.KmsMasterKeyId).toBeUndefined();
    const ofTopic = policies.filter(policy => refersTo(policy.Properties.Topics, topicId));
    expect(ofTopic).toHaveLength(1);
    expect(readStatements(ofTopic[0])).toContainEqual(mayPublish(topicId));
    expect(readStatements(ofTopic[0])).toContainEqual(expect.objectContaining(deniesPlainHttp));
  }
});

test('each topic sends mails to its own addresses', () => {
  const mailed = findResources(plain, 'AWS::SNS::Subscription').map(({ Properties }) => {
    const { Protocol, Endpoint, TopicArn } = Properties;
    return `${Protocol} ${Endpoint} ${JSON.stringify(TopicArn).includes('critical')}`;
  });
  expect(mailed.toSorted()).toEqual(['email a@example.com false', 'email b@example.com true']);
});

describe('the judge', () => {
  test('runs Node 24 on arm64 with 256 MB for at most 50 s, and logs JSON', () => {
    const functions = findResources(plain, 'AWS::Lambda::Function').filter(isJudge);
    expect(functions).toHaveLength(1);
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        MemorySize: 256,
        Timeout: 50,
        LoggingConfig: { LogFormat: 'JSON' },
      });
      expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions');
      expect(Properties).not.toHaveProperty('VpcConfig');
    }
  });

  test('is scheduled once a minute, with that minute as its input', () => {
    const schedules = findResources(plain, 'AWS::Scheduler::Schedule');
    expect(schedules.map(({ Properties }) => Properties.Name)).toEqual([
      'jobwatch-clipper-judge',
      'jobwatch-clipper-notifier',
    ]);
    for (const { Properties } of schedules) {
      expect(Properties).toMatchObject({
        ScheduleExpression: 'rate(1 minute)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        GroupName: 'jobwatch-clipper',
        State: 'ENABLED',
        Target: {
          Input: '{"scheduledTime":"<aws.scheduler.scheduled-time>"}',
          RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
        },
      });
    }
  });

  test('keeps its log for two weeks, and its log group is deleted with the stack', () => {
    for (const group of findResources(plain, 'AWS::Logs::LogGroup')) {
      expect(group).toMatchObject({
        Properties: { RetentionInDays: 14 },
        DeletionPolicy: 'Delete',
      });
    }
  });

  test("may publish in the service's namespace, read metrics and write its own log, and nothing else", () => {
    const role = plain.root.Resources[findRoleId('judge')];
    expect(readRights(role)).toEqual([
      expect.objectContaining({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] }),
      {
        Action: 'cloudwatch:PutMetricData',
        Condition: { StringEquals: { 'cloudwatch:namespace': 'Jobwatch/clipper' } },
        Effect: 'Allow',
        Resource: '*',
      },
      { Action: 'cloudwatch:GetMetricData', Effect: 'Allow', Resource: '*' },
    ]);
    expect(findResources(plain, 'AWS::IAM::Policy')).toEqual([]);
  });
});

test('a missing heartbeat is judged only after the schedule exists', () => {
  const beats = Object.values(plain.root.Resources).filter(
    ({ Properties }) => Properties.MetricName === 'Heartbeat',
  );
  const [first, ...others] = beats.map(({ DependsOn }) => DependsOn?.join());
  expect(first).toMatch(/^Schedule/);
  expect(others).toEqual([undefined]);
});

/** Those on jobs, sources and the judge, but not those on the notifier. */
function alarmsIn(synthesized: Synthesized): string[] {
  const comparisons = { GreaterThanThreshold: '>', LessThanThreshold: '<' };
  const alarms = findResources(synthesized, 'AWS::CloudWatch::Alarm').filter(
    ({ Properties }) => !/\/Notif(ier|ications)\w+$/.test(String(Properties.AlarmName)),
  );
  return alarms.map(({ Properties: p }) => {
    expect(p).toMatchObject({ Namespace: 'Jobwatch/clipper', Period: 60, Statistic: 'Maximum' });
    const comparison = comparisons[p.ComparisonOperator as keyof typeof comparisons];
    return `${p.AlarmName} ${p.DatapointsToAlarm}/${p.EvaluationPeriods} ${comparison} ${p.Threshold} ${p.TreatMissingData} ${p.MetricName}`;
  });
}

function isTopic([, resource]: [string, Resource]): boolean {
  return resource.Type === 'AWS::SNS::Topic';
}

function isJudge({ Properties }: Resource): boolean {
  return Properties.FunctionName === 'jobwatch-clipper-judge';
}

function refersTo(list: unknown, id: string): boolean {
  return (list as readonly { Ref: string }[]).some(({ Ref }) => Ref === id);
}

type Statements = readonly Readonly<Record<string, unknown>>[];

function readStatements(policy: Resource | undefined): Statements {
  const document = policy?.Properties.PolicyDocument as { Statement: Statements } | undefined;
  return document?.Statement ?? [];
}

function readRights(role: Resource | undefined): Statements {
  const policies = role?.Properties.Policies as
    | readonly { PolicyDocument: { Statement: Statements } }[]
    | undefined;
  return policies?.flatMap(({ PolicyDocument }) => PolicyDocument.Statement) ?? [];
}

function findRoleId(name: string): string {
  const entry = Object.entries(plain.root.Resources).find(
    ([id, { Type }]) => Type === 'AWS::IAM::Role' && id.startsWith(`Functions${name}Role`),
  );
  return entry?.[0] ?? '';
}

const deniesPlainHttp = {
  Effect: 'Deny',
  Action: 'sns:Publish',
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};

function mayPublish(topicId: string) {
  const partition = { Ref: 'AWS::Partition' };
  const arn = [
    'arn:',
    partition,
    ':cloudwatch:',
    { Ref: 'AWS::Region' },
    ':',
    accountId,
    ':alarm:clipper/*',
  ];
  return {
    Sid: 'AllowAlarmsOfThisService',
    Effect: 'Allow',
    Action: 'sns:Publish',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Resource: { Ref: topicId },
    Condition: {
      StringEquals: { 'aws:SourceAccount': accountId },
      ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', arn] } },
    },
  };
}

const accountId = { Ref: 'AWS::AccountId' };
