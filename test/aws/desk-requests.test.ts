import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findAccountId } from '../../lib/deployed/caller.ts';
import { openDeployedService } from '../../lib/deployed/deployed-service.ts';
import { readAccount } from '../../lib/doctor/account/read-account.ts';
import { readAwsSecret } from '../../lib/prometheus/secrets-aws.ts';
import { createConfig } from '../cdk/config.ts';
import { type AwsRequest, findInvalid } from './requests.ts';

const account = 'eu-west-1:123456789012';
const at = 1_760_000_040;
const topic = `arn:aws:sns:${account}:jobwatch-clipper-critical`;

/** AWS's answers by operation; everything else gets an empty answer. */
const answers: Readonly<Record<string, object>> = {
  DescribeStacks: {
    Stacks: [
      {
        StackStatus: 'CREATE_COMPLETE',
        Outputs: [{ OutputKey: 'CriticalTopicArn', OutputValue: topic }],
      },
    ],
  },
  GetSecretValue: { SecretString: '{"key":"secret"}' },
  GetParameter: { Parameter: { Value: 'secret' } },
  GetCallerIdentity: { Account: '123456789012', Arn: 'arn:aws:iam::123456789012:user/me' },
};

const clients = {
  cloudformation: CloudFormationClient,
  cloudwatch: CloudWatchClient,
  dynamodb: DynamoDBClient,
  secretsmanager: SecretsManagerClient,
  sns: SNSClient,
  ssm: SSMClient,
  sts: STSClient,
};

type Command = Readonly<{ input: unknown }>;
type Sender = { send: (command: Command) => Promise<object> };

let requests: AwsRequest[];

beforeEach(() => {
  requests = [];
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  for (const [service, { prototype }] of Object.entries(clients)) {
    const send = async (command: Command) => {
      const operation = command.constructor.name.replace(/Command$/, '');
      requests.push({ service, operation, input: command.input });
      return { ...answers[operation] };
    };
    vi.spyOn(prototype as unknown as Sender, 'send').mockImplementation(send);
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const listOperations = () => [...new Set(requests.map(({ operation }) => operation))];

test("AWS’s own models accept doctor's requests to the account", async () => {
  const notify = 'notify: { warning: [a@example.com], critical: [b@example.com] }';
  await readAccount(createConfig(notify), { region: 'eu-west-1', now: at });
  expect(listOperations()).toEqual([
    ...['DescribeStacks', 'ListSubscriptionsByTopic', 'DescribeAlarms', 'GetMetricData'],
  ]);
  expect(findInvalid(requests)).toEqual([]);
});

test('AWS’s own models accept the requests that read secrets and find the account', async () => {
  const secretArn = `arn:aws:secretsmanager:${account}:secret:prometheus-AbCdEf`;
  const parameterArn = `arn:aws:ssm:${account}:parameter/prometheus`;
  expect(await readAwsSecret({ secretArn, field: 'key' })).toBe('secret');
  expect(await readAwsSecret({ parameterArn })).toBe('secret');
  expect(await findAccountId('eu-west-1')).toBe('123456789012');
  expect(listOperations()).toEqual(['GetSecretValue', 'GetParameter', 'GetCallerIdentity']);
  expect(findInvalid(requests)).toEqual([]);
});

test('AWS’s own models accept the requests of status and mute', async () => {
  const service = openDeployedService(createConfig());
  await service.readStatus(at);
  await service.changeMutes(at, mutes => mutes);
  expect(await service.findCaller()).toContain('user/me');
  service.close();
  expect(listOperations().toSorted()).toEqual([
    ...['DescribeAlarms', 'GetCallerIdentity', 'GetItem', 'PutItem'],
  ]);
  expect(findInvalid(requests)).toEqual([]);
});
