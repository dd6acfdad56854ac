import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { type IVpc, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { expect, test } from 'vitest';
import { ConfigError, type ConfigObject, Jobwatch } from '../../lib/index.ts';
import { parseBundledConfig } from '../../lib/lambda/bundled-config.ts';

const config = {
  service: 'billing',
  prometheus: { url: 'http://prometheus.internal:9090' },
  jobs: { invoices: { interval: '15m', queue: false }, reminders: { schedule: '0 6 * * *' } },
  notify: { critical: ['oncall@example.com'] },
} satisfies ConfigObject;

const createStack = () => new Stack(new App({ builtinCloudFormationValidation: false }), 'Foreign');

test('a stack of another app creates a Jobwatch from an object, and can use its parts', () => {
  const stack = createStack();
  const jobwatch = new Jobwatch(stack, 'Jobwatch', { config });

  expect(Object.keys(jobwatch.functions)).toEqual(['judge', 'notifier', 'widget']);
  expect(jobwatch.config.fleet.jobs.map(({ name }) => name)).toEqual(['invoices', 'reminders']);
  expect(jobwatch.alarms.length).toBeGreaterThan(10);
  expect(jobwatch.topics.critical).toBeDefined();
  Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  const metric = jobwatch.metric('FailureRatePercent', 'invoices');
  expect(metric).toMatchObject({ namespace: 'Jobwatch/billing', dimensions: { Job: 'invoices' } });
});

test('the functions join a VPC of the app, with their own security group', () => {
  const stack = createStack();
  new Jobwatch(stack, 'Jobwatch', { config, vpc: new Vpc(stack, 'Vpc') as IVpc });
  const template = Template.fromStack(stack);

  template.resourceCountIs('AWS::EC2::SecurityGroup', 1);
  template.hasResourceProperties('AWS::Lambda::Function', {
    FunctionName: 'jobwatch-billing-judge',
    VpcConfig: {
      SubnetIds: Match.arrayWith([{ Ref: Match.stringLikeRegexp('^VpcPrivateSubnet1') }]),
      SecurityGroupIds: [Match.objectLike({ 'Fn::GetAtt': Match.anyValue() })],
    },
  });
});

test('alarms notify the topics of the app directly', () => {
  const stack = createStack();
  const topic = new Topic(stack, 'Incidents');
  const jobwatch = new Jobwatch(stack, 'Jobwatch', { config, topics: { critical: [topic] } });
  const actions = jobwatch.alarms.map(alarm => stack.resolve(alarmActions(alarm)));

  expect(actions.flat().length).toBeGreaterThan(0);
  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmActions: Match.arrayWith([{ Ref: Match.stringLikeRegexp('^Incidents') }]),
  });
});

test('topics are encrypted with a key of the app, which CloudWatch may use', () => {
  const stack = createStack();
  new Jobwatch(stack, 'Jobwatch', { config, topicKey: new Key(stack, 'Key') });
  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SNS::Topic', {
    TopicName: 'jobwatch-billing-critical',
    KmsMasterKeyId: Match.anyValue(),
  });
  template.hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
          Principal: { Service: 'cloudwatch.amazonaws.com' },
        }),
      ]),
    },
  });
});

test('a secret that the stack creates is found in the place where its ARN is needed', () => {
  const stack = createStack();
  const token = new Secret(stack, 'Token');
  const prometheus = { ...config.prometheus, auth: { bearerSecretArn: token.secretArn } };
  new Jobwatch(stack, 'Jobwatch', { config: { ...config, prometheus } });
  const template = Template.fromStack(stack);
  const ref = { Ref: Match.stringLikeRegexp('^Token') };

  template.hasResourceProperties('AWS::Lambda::Function', {
    FunctionName: 'jobwatch-billing-judge',
    Environment: { Variables: { JOBWATCH_SECRET_ARN_0: ref } },
  });
  template.hasResourceProperties('AWS::IAM::Role', {
    Policies: [
      Match.objectLike({
        PolicyDocument: Match.objectLike({
          Statement: Match.arrayWith([
            Match.objectLike({ Action: 'secretsmanager:GetSecretValue', Resource: ref }),
            Match.objectLike({
              Action: 'kms:Decrypt',
              Condition: Match.objectLike({
                StringEquals: { 'kms:EncryptionContext:SecretARN': ref },
              }),
            }),
          ]),
        }),
      }),
    ],
  });
});

test('the function finds the ARN of such a secret in its environment', () => {
  const text = '{"auth":{"token":{"secretArn":"environment:JOBWATCH_SECRET_ARN_0"}}}';
  const read = parseBundledConfig(text, { JOBWATCH_SECRET_ARN_0: 'arn:of:the:secret' });
  expect(read).toEqual({ auth: { token: { secretArn: 'arn:of:the:secret' } } });
});

test('one app can have several, each with its own service', () => {
  const stack = createStack();
  new Jobwatch(stack, 'Billing', { config });
  new Jobwatch(stack, 'Clips', { config: { ...config, service: 'clips' } });
  Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Dashboard', 2);

  const again = () => new Jobwatch(stack, 'Again', { config });
  expect(again).toThrow('service: found billing twice in one stack');
});

test('an invalid configuration is reported like an invalid file', () => {
  const wrong = { ...config, jobs: { invoices: { intervall: '5m' } } } as unknown as ConfigObject;
  const make = () => new Jobwatch(createStack(), 'Jobwatch', { config: wrong });

  expect(make).toThrow(ConfigError);
  expect(make).toThrow(/^config:\d+:\d+ jobs\.invoices\.intervall: /);
});

test('a configuration must come from one place only', () => {
  const both = { config, configFile: 'jobwatch.yaml' };
  expect(() => new Jobwatch(createStack(), 'Jobwatch', both)).toThrow('found both');
  expect(() => new Jobwatch(createStack(), 'Jobwatch', {})).toThrow('found neither');
});

test('the example file is read by its path', () => {
  const jobwatch = new Jobwatch(createStack(), 'Jobwatch', { configFile: 'jobwatch.yaml' });
  expect(jobwatch.config.service).toBe('clipper');
});

function alarmActions(alarm: object): unknown {
  return 'alarmActionArns' in alarm ? (alarm.alarmActionArns ?? []) : [];
}
