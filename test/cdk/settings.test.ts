import { describe, expect, test } from 'vitest';
import { deploymentWarnings, refuseUndeployable } from '../../lib/cdk/guards.ts';
import { toAskPrometheus } from '../../lib/cdk/permissions.ts';
import type { Config } from '../../lib/config/config.ts';
import { configOf } from './config.ts';
import { resourcesOf, synthesize } from './synth.ts';

const secretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:prometheus-AbCdEf';
const parameterArn = 'arn:aws:ssm:eu-west-1:123456789012:parameter/prometheus';
const topicArn = 'arn:aws:sns:eu-west-1:123456789012:oncall';

describe('the rights to ask Prometheus', () => {
  test('are none where it is open', () => {
    expect(toAskPrometheus(configOf())).toEqual([]);
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
    const statements = statementsOf(configOf(withAuth(auth)));
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

  test('are the network interfaces of a VPC, but not for what the functions themselves call', () => {
    const statements = statementsOf(
      configOf('vpc: { subnetIds: [subnet-0123abcd], securityGroupIds: [sg-0123abcd] }'),
    );
    expect(statements).toEqual([
      expect.objectContaining({
        Action: expect.arrayContaining(['ec2:CreateNetworkInterface']),
        Condition: { Null: { 'lambda:SourceFunctionArn': 'true' } },
      }),
    ]);
  });
});

describe('what cannot be deployed is refused with what to do', () => {
  test('more than 490 listed jobs', () => {
    expect(() => refuseUndeployable(configOf(jobs(491)))).toThrow(
      /found 491.*at most 490.*"service"/,
    );
    expect(() => refuseUndeployable(configOf(jobs(490)))).not.toThrow();
  });

  test('a secret that no Lambda can read', () => {
    const config = configOf(withAuth('{ bearerEnv: TOKEN }'));
    expect(() => refuseUndeployable(config)).toThrow(/environment variable TOKEN.*secret in AWS/);
  });

  test('a cost above the budget', () => {
    const config = configOf('budget: { monthlyUsd: 5 }');
    expect(() => refuseUndeployable(config)).toThrow(
      expect.objectContaining({
        code: 'over-budget',
        message: expect.stringMatching(/^budget\.monthlyUsd: found \$5\.00.*To change it:\n/),
      }),
    );
    expect(() => synthesize(config)).toThrow(/budget\.monthlyUsd/);
    expect(() => refuseUndeployable(configOf('budget: { monthlyUsd: 50 }'))).not.toThrow();
  });
});

describe('synth warns', () => {
  const told = 'notify: { warning: [a@example.com], critical: [b@example.com] }';

  test('where more than 20 jobs may mail at once', () => {
    const ids = (text: string) => deploymentWarnings(configOf(text)).map(([id]) => id);
    expect(ids(`${jobs(21)}\n${told}`)).toEqual(['jobwatch:mail-burst']);
    expect(ids(`${jobs(20)}\n${told}`)).toEqual([]);
  });

  test('where the ARN of a secret is cut short', () => {
    const warningsFor = (arn: string) =>
      deploymentWarnings(configOf(`${told}\n${withAuth(`{ bearerSecretArn: "${arn}" }`)}`));
    expect(warningsFor(secretArn)).toEqual([]);
    expect(warningsFor(secretArn.slice(0, -7))).toEqual([
      ['jobwatch:short-secret-arn', expect.stringContaining('describe-secret')],
    ]);
  });

  test('where Prometheus stands on the loopback address', () => {
    const ids = (url: string) =>
      deploymentWarnings(configOf(`${told}\nprometheus: { url: "${url}" }`)).map(([id]) => id);
    expect(ids('http://localhost:9090')).toEqual(['jobwatch:loopback-url']);
    expect(ids('http://[::1]:9090')).toEqual(['jobwatch:loopback-url']);
    expect(ids('https://prometheus.example.com')).toEqual([]);
  });

  test('where nobody is told', () => {
    expect(deploymentWarnings(configOf()).map(([id]) => id)).toEqual(['jobwatch:nobody-told']);
  });
});

test('a service with an existing topic, a network, tags and 490 jobs fits', {
  timeout: 120_000,
}, () => {
  const synthesized = synthesize(
    configOf(`
service: video
${jobs(490)}
notify: { warning: { topicArn: "${topicArn}" }, critical: { topicArn: "${topicArn}" } }
vpc: { subnetIds: [subnet-0123456789abcdef0], securityGroupIds: [sg-0123456789abcdef0] }
tags: { team: video }
`),
  );
  expect(resourcesOf(synthesized, 'AWS::SNS::Topic')).toEqual([]);
  const alarms = resourcesOf(synthesized, 'AWS::CloudWatch::Alarm');
  expect(alarms).toHaveLength(490 * 9 + 17);
  for (const { Properties } of resourcesOf(synthesized, 'AWS::Lambda::Function')) {
    expect(Properties).toMatchObject({
      VpcConfig: {
        SubnetIds: ['subnet-0123456789abcdef0'],
        SecurityGroupIds: ['sg-0123456789abcdef0'],
      },
      Tags: [{ Key: 'team', Value: 'video' }],
    });
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

function statementsOf(config: Config): Readonly<Record<string, unknown>>[] {
  return toAskPrometheus(config).map(statement => statement.toStatementJson());
}
