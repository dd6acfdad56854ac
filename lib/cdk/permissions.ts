import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { namespace } from '../cloudwatch/names.ts';
import type { Auth, Config, SecretReference } from '../config/config.ts';

/** What a function needs to ask Prometheus as the configuration says: nothing where it is open. */
export function toAskPrometheus({ connection, vpc }: Config): PolicyStatement[] {
  const network = vpc === undefined ? [] : [networkInterfaces()];
  return [...toAuthenticate(connection.auth), ...network];
}

/** Metrics of our namespace only, and the reading of what was published. Neither has a resource. */
export function toPublish(): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      conditions: { StringEquals: { 'cloudwatch:namespace': namespace } },
    }),
    new PolicyStatement({ actions: ['cloudwatch:GetMetricData'], resources: ['*'] }),
  ];
}

export function toLog(logGroupArn: string): PolicyStatement {
  return new PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroupArn],
  });
}

function toAuthenticate(auth: Auth): PolicyStatement[] {
  switch (auth.kind) {
    case 'none':
      return [];
    case 'sigv4':
      return [
        new PolicyStatement({ actions: ['aps:QueryMetrics'], resources: [auth.workspaceArn] }),
      ];
    case 'basic':
      return toRead(auth.password);
    case 'bearer':
      return toRead(auth.token);
  }
}

/** `env` and `file` name nothing in AWS: a deployment refuses them before this is asked. */
function toRead(secret: SecretReference): PolicyStatement[] {
  if ('secretArn' in secret) {
    const arn = secret.secretArn;
    return [
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [arn] }),
      toDecrypt('SecretARN', arn),
    ];
  }
  if ('parameterArn' in secret) {
    const arn = secret.parameterArn;
    return [
      new PolicyStatement({ actions: ['ssm:GetParameter'], resources: [arn] }),
      toDecrypt('PARAMETER_ARN', arn),
    ];
  }
  return [];
}

/**
 * The customer key of a secret is not named in the config: any key of the secret's own account and
 * region, but for this secret only, and only through the store that holds it.
 */
function toDecrypt(context: 'SecretARN' | 'PARAMETER_ARN', arn: string): PolicyStatement {
  const [, partition, store, region, account] = arn.split(':');
  return new PolicyStatement({
    actions: ['kms:Decrypt'],
    resources: [`arn:${partition}:kms:${region}:${account}:key/*`],
    conditions: {
      StringEquals: { [`kms:EncryptionContext:${context}`]: arn },
      // in China the service's name has a further suffix
      StringLike: { 'kms:ViaService': `${store}.${region}.amazonaws.com*` },
    },
  });
}

/**
 * Lambda makes network interfaces with the function's role. What the function's own code calls
 * carries its ARN, and is not allowed. Source: Lambda guide, VPC access and source function ARN.
 */
function networkInterfaces(): PolicyStatement {
  return new PolicyStatement({
    actions: [
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
    conditions: { Null: { 'lambda:SourceFunctionArn': 'true' } },
  });
}
