import { describe, expect, test } from 'vitest';
import { refuseUndeployable } from '../../lib/cdk/guards.ts';
import { allowQueries } from '../../lib/cdk/permissions.ts';
import { findDeploymentWarnings } from '../../lib/cdk/warnings.ts';
import type { Config } from '../../lib/config/config.ts';
import { createConfig } from './config.ts';
import { findRights } from './statements.ts';
import { findResources, synthesize } from './synth.ts';

const secretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:prometheus-AbCdEf';
const parameterArn = 'arn:aws:ssm:eu-west-1:123456789012:parameter/prometheus';
const topicArn = 'arn:aws:sns:eu-west-1:123456789012:oncall';

describe('the permissions to query Prometheus', () => {
  test('are none if Prometheus needs no authentication', () => {
    expect(allowQueries(createConfig())).toEqual([]);
  });

  test.each([
    [
      `{ bearerSecretArn: "${secretArn}" }`,
      'secretsmanager:GetSecretValue',
      secretArn,
      'SecretARN',
    ],
    [
      `{ bearerParameterArn: "${parameterArn}" }`,
      'ssm:GetParameter',
      parameterArn,
      'PARAMETER_ARN',
    ],
  ])('are one secret and its key for %s', (auth, action, arn, context) => {
    const statements = readStatements(createConfig(withAuth(auth)));
    expect(statements[0]).toMatchObject({ Action: action, Resource: arn });
    expect(statements[1]).toMatchObject({
      Action: 'kms:Decrypt',
      Resource: 'arn:aws:kms:eu-west-1:123456789012:key/*',
      Condition: {
        StringEquals: { [`kms:EncryptionContext:${context}`]: arn },
        StringLike: {
          'kms:ViaService': expect.stringMatching(/^(ssm|secretsmanager)\.eu-west-1\./),
        },
      },
    });
    expect(statements).toHaveLength(2);
  });

  test('are the secrets of headers, without duplicates', () => {
    const header = `{ secretArn: "${secretArn}" }`;
    const headers = `headers: { X-Api-Key: ${header}, X-Other-Key: ${header}, X-Scope-OrgID: text }`;
    const config = createConfig(
      `prometheus: { url: "https://prometheus.example.com", ${headers} }`,
    );
    const roles = findResources(synthesize(config), 'AWS::IAM::Role').flatMap(findRights);
    const reading = roles.filter(({ Action }) => Action === 'secretsmanager:GetSecretValue');
    // One for each function.
    expect(reading.map(({ Resource }) => Resource)).toEqual([secretArn, secretArn, secretArn]);
  });

  test("include the network interfaces of a VPC, but not for calls of the functions' own code", () => {
    const statements = readStatements(
      createConfig('vpc: { subnetIds: [subnet-0123abcd], securityGroupIds: [sg-0123abcd] }'),
    );
    expect(statements).toEqual([
      expect.objectContaining({
        Action: expect.arrayContaining(['ec2:CreateNetworkInterface']),
        Condition: { Null: { 'lambda:SourceFunctionArn': 'true' } },
      }),
    ]);
  });
});

test.each([
  ['5', [5]],
  ['false', []],
])(
  'with dashboard.concurrency: %s only the widgets reserve that concurrency',
  (given, expected) => {
    const stack = synthesize(createConfig(`dashboard: { concurrency: ${given} }`));
    const reserved = findResources(stack, 'AWS::Lambda::Function').flatMap(
      ({ Properties }) => Properties.ReservedConcurrentExecutions ?? [],
    );
    expect(reserved).toEqual(expected);
  },
);

describe('a configuration that cannot be deployed is rejected with what to do: it has', () => {
  test('more than 490 listed jobs', () => {
    expect(() => refuseUndeployable(createConfig(jobs(491)))).toThrow(
      /found 491.*at most 490.*"service"/,
    );
    expect(() => refuseUndeployable(createConfig(jobs(490)))).not.toThrow();
  });

  test('a secret that no Lambda can read', () => {
    const config = createConfig(withAuth('{ bearerEnv: TOKEN }'));
    expect(() => refuseUndeployable(config)).toThrow(/environment variable TOKEN.*secret in AWS/);
  });

  test.each([
    ['deadMansSwitch: { env: URL }', 'deadMansSwitch: found the environment variable URL'],
    [
      'prometheus: { url: "http://p:9090", headers: { X-Key: { file: key } } }',
      'prometheus.headers.X-Key: found the file /key',
    ],
    [
      'notify: { critical: [{ slack: { env: HOOK } }] }',
      'notify.critical.slack: found the environment variable HOOK',
    ],
  ])('the secret of %s, with its place', (text, message) => {
    expect(() => refuseUndeployable(createConfig(text))).toThrow(message);
  });

  test('more topics than an alarm allows', () => {
    const topics = Array.from({ length: 5 }, (_, index) => `{ topicArn: "${topicArn}${index}" }`);
    const config = (list: readonly string[]) => createConfig(`notify: { critical: [${list}] }`);
    expect(() => refuseUndeployable(config([...topics, 'a@example.com']))).not.toThrow();
    expect(() => refuseUndeployable(config([...topics, `{ topicArn: "${topicArn}" }`]))).toThrow(
      'notify.critical: found 6 topics, expected at most 5',
    );
  });

  test('a cost above the budget', () => {
    const config = createConfig('budget: { monthlyUsd: 5 }');
    expect(() => refuseUndeployable(config)).toThrow(
      expect.objectContaining({
        code: 'over-budget',
        message: expect.stringMatching(/^budget\.monthlyUsd: found \$5\.00.*To reduce it:\n/),
      }),
    );
    expect(() => synthesize(config)).toThrow(/budget\.monthlyUsd/);
    expect(() => refuseUndeployable(createConfig('budget: { monthlyUsd: 50 }'))).not.toThrow();
  });
});

describe('synth warns', () => {
  const told = 'notify: { warning: [a@example.com], critical: [b@example.com] }';

  test('if only the notifier could notify anyone', () => {
    const ids = (text: string) => findDeploymentWarnings(createConfig(text)).map(([id]) => id);
    const slack = `{ slack: { secretArn: "${secretArn}" } }`;
    expect(ids(`notify: { warning: ${slack}, critical: ${slack} }`)).toEqual([
      'jobwatch:no-fallback',
    ]);
    expect(ids(`notify: { warning: a@example.com, critical: ${slack} }`)).toEqual([]);
    expect(ids(told)).toEqual([]);
  });

  test('if the ARN of a secret is cut short', () => {
    const warningsFor = (arn: string) =>
      findDeploymentWarnings(createConfig(`${told}\n${withAuth(`{ bearerSecretArn: "${arn}" }`)}`));
    expect(warningsFor(secretArn)).toEqual([]);
    expect(warningsFor(secretArn.slice(0, -7))).toEqual([
      ['jobwatch:short-secret-arn', expect.stringContaining('describe-secret')],
    ]);
  });

  test('if Prometheus is on the loopback address', () => {
    const ids = (url: string) =>
      findDeploymentWarnings(createConfig(`${told}\nprometheus: { url: "${url}" }`)).map(
        ([id]) => id,
      );
    expect(ids('http://localhost:9090')).toEqual(['jobwatch:loopback-url']);
    expect(ids('http://[::1]:9090')).toEqual(['jobwatch:loopback-url']);
    expect(ids('https://prometheus.example.com')).toEqual([]);
  });

  test('if nobody is notified', () => {
    expect(findDeploymentWarnings(createConfig()).map(([id]) => id)).toEqual([
      'jobwatch:nobody-told',
    ]);
  });
});

test('a service with an existing topic, a network, tags and 490 jobs fits', {
  timeout: 120_000,
}, () => {
  const synthesized = synthesize(
    createConfig(`
service: video
${jobs(490)}
notify: { warning: { topicArn: "${topicArn}" }, critical: { topicArn: "${topicArn}" } }
vpc: { subnetIds: [subnet-0123456789abcdef0], securityGroupIds: [sg-0123456789abcdef0] }
tags: { team: video }
`),
  );
  expect(findResources(synthesized, 'AWS::SNS::Topic')).toEqual([]);
  const alarms = findResources(synthesized, 'AWS::CloudWatch::Alarm');
  expect(alarms).toHaveLength(490 * 9 + 13 + 3);
  for (const { Properties } of findResources(synthesized, 'AWS::Lambda::Function')) {
    expect(Properties).toMatchObject({ Tags: [{ Key: 'team', Value: 'video' }] });
    const network = {
      SubnetIds: ['subnet-0123456789abcdef0'],
      SecurityGroupIds: ['sg-0123456789abcdef0'],
    };
    const isNotifier = Properties.FunctionName === 'jobwatch-video-notifier';
    expect(Properties.VpcConfig).toEqual(isNotifier ? undefined : network);
  }
  for (const [file, { Resources }] of synthesized.templates) {
    expect(Object.keys(Resources).length, file).toBeLessThanOrEqual(500);
    expect(Buffer.byteLength(JSON.stringify({ Resources })), file).toBeLessThan(1_000_000);
  }
});

function jobs(count: number): string {
  const names = Array.from({ length: count }, (_, index) => `job_${index}: { interval: 5m }`);
  return `jobs: { ${names.join(', ')} }`;
}

function withAuth(auth: string): string {
  return `prometheus: { url: "https://prometheus.example.com", auth: ${auth} }`;
}

function readStatements(config: Config): Readonly<Record<string, unknown>>[] {
  return allowQueries(config).map(statement => statement.toStatementJson());
}
