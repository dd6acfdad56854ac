import { expect, test } from 'vitest';
import { writeFallbackRules } from '../../lib/alarms/fallback-rules.ts';
import { createConfig } from './config.ts';
import { findResources, type Synthesized, synthesize } from './synth.ts';

const mails = 'notify: { warning: [a@example.com], critical: [b@example.com] }';
const plain = synthesize(createConfig(mails));

test('the notifier runs Node 24 on arm64 outside any network', () => {
  const [notifier] = findNamed(plain, 'AWS::Lambda::Function', 'jobwatch-clipper-notifier');
  expect(notifier).toMatchObject({
    ...{ Runtime: 'nodejs24.x', Architectures: ['arm64'], MemorySize: 256, Timeout: 50 },
  });
  expect(notifier).not.toHaveProperty('VpcConfig');
});

test('a queue accepts only the state changes of this service, and drops what cannot be read', () => {
  const [rule] = findResources(plain, 'AWS::Events::Rule');
  expect(rule?.Properties.EventPattern).toEqual({
    source: ['aws.cloudwatch'],
    'detail-type': ['CloudWatch Alarm State Change'],
    detail: { alarmName: [{ prefix: 'clipper/' }] },
  });
  const [queue] = findNamed(plain, 'AWS::SQS::Queue', 'jobwatch-clipper-changes');
  expect(queue).toMatchObject({
    VisibilityTimeout: 55,
    RedrivePolicy: { maxReceiveCount: 10 },
  });
});

test('a run of the notifier ends before its messages become visible again', () => {
  const [notifier] = findNamed(plain, 'AWS::Lambda::Function', 'jobwatch-clipper-notifier');
  const [queue] = findNamed(plain, 'AWS::SQS::Queue', 'jobwatch-clipper-changes');
  expect(Number(notifier?.Timeout)).toBeLessThan(Number(queue?.VisibilityTimeout));
});

test('the stored state and the mutes survive a deployment, and are deleted with the stack', () => {
  const [table] = findResources(plain, 'AWS::DynamoDB::Table');
  expect(table?.Properties).toMatchObject({
    TableName: 'jobwatch-clipper-notifier',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
});

test('CloudWatch reports a failed notifier once the schedule exists, and the age of its queue', () => {
  const alarms = findResources(plain, 'AWS::CloudWatch::Alarm');
  const find = (name: string) =>
    alarms.find(({ Properties }) => Properties.AlarmName === `clipper/${name}`);
  const silent = find('NotifierNotReporting');
  expect(silent?.Properties).toMatchObject({
    ...{ Namespace: 'AWS/Lambda', MetricName: 'Errors', Statistic: 'Minimum', Period: 60 },
    Dimensions: [{ Name: 'FunctionName', Value: 'jobwatch-clipper-notifier' }],
    ...{ ComparisonOperator: 'GreaterThanThreshold', Threshold: 0 },
    ...{ TreatMissingData: 'breaching', EvaluationPeriods: 5, DatapointsToAlarm: 5 },
    AlarmActions: [{ Ref: expect.stringMatching(/^Notificationscritical/) }],
  });
  expect(silent?.DependsOn).toEqual(
    expect.arrayContaining([expect.stringMatching(/^SchedulesNotifierSchedule/)]),
  );
  expect(find('NotificationsWaiting')?.Properties).toMatchObject({
    ...{ Namespace: 'AWS/SQS', MetricName: 'ApproximateAgeOfOldestMessage', Threshold: 600 },
    AlarmActions: [{ Ref: expect.stringMatching(/^Notificationscritical/) }],
  });
});

test("CloudWatch's own mail is suppressed while the notifier works, and goes to everyone", () => {
  const [reporting] = findNamed(plain, 'AWS::CloudWatch::Alarm', 'clipper/NotifierReporting');
  expect(reporting).toMatchObject({
    ...{ MetricName: 'Errors', Statistic: 'Minimum', ComparisonOperator: 'LessThanThreshold' },
    ...{ Threshold: 1, EvaluationPeriods: 3, DatapointsToAlarm: 1 },
    TreatMissingData: 'notBreaching',
  });
  const [fallback, ...others] = findResources(plain, 'AWS::CloudWatch::CompositeAlarm');
  expect(others).toEqual([]);
  expect(fallback?.Properties).toMatchObject({
    AlarmName: 'clipper/FallbackAlarm',
    ...{ ActionsSuppressorWaitPeriod: 60, ActionsSuppressorExtensionPeriod: 60 },
    ActionsSuppressor: { Ref: expect.stringMatching(/NotifierAlarmsReporting/) },
    AlarmActions: ['critical', 'warning'].map(severity => ({
      Ref: expect.stringMatching(new RegExp(`Notifications${severity}`)),
    })),
  });
});

test('the fallback watches every alarm that is not paused, once', () => {
  const config = createConfig(
    `${mails}\njobs: { clip_sync: { interval: 15m }, idle: { interval: 1h, paused: true } }`,
  );
  const synthesized = synthesize(config);
  const rules = findResources(synthesized, 'AWS::CloudWatch::CompositeAlarm').flatMap(
    ({ Properties }) => String(Properties.AlarmRule).split(' OR '),
  );
  const names = findResources(synthesized, 'AWS::CloudWatch::Alarm')
    .filter(({ Properties }) => Properties.ActionsEnabled !== false)
    .map(({ Properties }) => String(Properties.AlarmName))
    .filter(name => !/\/Notif(ier|ications)\w+$/.test(name));
  expect(rules.toSorted()).toEqual(names.map(name => `ALARM("${name}")`).toSorted());
});

test('a route has its own topics, which depend on its addresses and not on its position', () => {
  const listTopics = (routes: string) =>
    findResources(
      synthesize(createConfig(`${mails.slice(0, -2)}, routes: [${routes}] }`)),
      'AWS::SNS::Topic',
    )
      .map(({ Properties }) => String(Properties.TopicName))
      .toSorted();
  const billing = '{ jobs: ["billing/*"], warning: [c@example.com, d@example.com] }';
  const topics = listTopics(billing);
  expect(topics).toEqual([
    'jobwatch-clipper-critical',
    'jobwatch-clipper-warning',
    expect.stringMatching(/^jobwatch-clipper-warning-[0-9a-f]{8}$/),
  ]);
  const other = '{ jobs: ["ops/*"], critical: [b@example.com] }';
  expect(listTopics(`${other}, ${billing}`)).toEqual(topics);
});

test('rules stay within the limits of a composite alarm', () => {
  const many = Array.from({ length: 250 }, (_, index) => `clipper/job-${index}/Alert`);
  const rules = writeFallbackRules(many);
  expect(rules.map(rule => rule.split(' OR ').length)).toEqual([100, 100, 50]);
  const long = writeFallbackRules(Array.from({ length: 100 }, () => 'x'.repeat(255)));
  expect(Math.max(...long.map(rule => rule.length))).toBeLessThanOrEqual(10_240);
  expect(long.flatMap(rule => rule.split(' OR '))).toHaveLength(100);
  expect(writeFallbackRules(['a"b', 'c\\d', 'e'])).toEqual(['ALARM("e")']);
});

function findNamed(
  synthesized: Synthesized,
  type: string,
  name: string,
): Readonly<Record<string, unknown>>[] {
  const keys = ['FunctionName', 'QueueName', 'AlarmName', 'TableName'];
  return findResources(synthesized, type)
    .map(({ Properties }) => Properties)
    .filter(properties => keys.some(key => properties[key] === name));
}
