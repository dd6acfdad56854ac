import { Arn, ArnFormat, Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { namespaceFor, notifierTableName } from '../cloudwatch/names.ts';
import type { Config, SecretReference } from '../config/config.ts';
import { findConnectionSecrets, type NamedSecret } from './secrets.ts';

/**
 * The permissions that a function needs to query Prometheus with this configuration; none if it
 * needs no authentication.
 */
export function allowQueries({ connection, vpc }: Config): PolicyStatement[] {
  const { auth } = connection;
  const workspaces = auth.kind === 'sigv4' ? [auth.workspaceArn] : [];
  return [
    ...workspaces.map(
      arn => new PolicyStatement({ actions: ['aps:QueryMetrics'], resources: [arn] }),
    ),
    ...allowReading(findConnectionSecrets(connection)),
    ...(vpc === undefined ? [] : [allowNetworkInterfaces()]),
  ];
}

/**
 * Metrics of this service's namespace only, and reading what was published. Neither action has a
 * resource.
 */
export function allowPublishing(service: string): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      conditions: { StringEquals: { 'cloudwatch:namespace': namespaceFor(service) } },
    }),
    new PolicyStatement({ actions: ['cloudwatch:GetMetricData'], resources: ['*'] }),
  ];
}

/** Of the notifier's table, only the item with the mutes. */
export function allowReadingMutes(service: string): PolicyStatement {
  const { PARTITION, REGION, ACCOUNT_ID } = Aws;
  const name = notifierTableName(service);
  return new PolicyStatement({
    actions: ['dynamodb:GetItem'],
    resources: [`arn:${PARTITION}:dynamodb:${REGION}:${ACCOUNT_ID}:table/${name}`],
    conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['mutes'] } },
  });
}

export function allowLogging(logGroupArn: string): PolicyStatement {
  return new PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroupArn],
  });
}

/** Each secret once, and its key. */
export function allowReading(secrets: readonly NamedSecret[]): PolicyStatement[] {
  const distinct = new Map(secrets.map(({ secret }) => [nameStore(secret), secret]));
  return [...distinct.values()].flatMap(allowReadingOne);
}

/** Two fields of one secret need one permission. */
function nameStore(secret: SecretReference): string {
  return 'secretArn' in secret ? secret.secretArn : JSON.stringify(secret);
}

/**
 * `env` and `file` do not name anything in AWS: a deployment rejects them before this is called.
 */
function allowReadingOne(secret: SecretReference): PolicyStatement[] {
  if ('secretArn' in secret) {
    const arn = secret.secretArn;
    return [
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [arn] }),
      allowDecrypting('SecretARN', arn),
    ];
  }
  if ('parameterArn' in secret) {
    const arn = secret.parameterArn;
    return [
      new PolicyStatement({ actions: ['ssm:GetParameter'], resources: [arn] }),
      allowDecrypting('PARAMETER_ARN', arn),
    ];
  }
  return [];
}

const arnFormats = {
  SecretARN: ArnFormat.COLON_RESOURCE_NAME,
  PARAMETER_ARN: ArnFormat.SLASH_RESOURCE_NAME,
} as const;

/**
 * The configuration does not name the customer key of a secret. The permission covers any key of
 * the secret's own account and region, but only for this secret and only through its store.
 */
function allowDecrypting(context: 'SecretARN' | 'PARAMETER_ARN', arn: string): PolicyStatement {
  const { partition, service: store, region, account } = Arn.split(arn, arnFormats[context]);
  return new PolicyStatement({
    actions: ['kms:Decrypt'],
    resources: [`arn:${partition}:kms:${region}:${account}:key/*`],
    conditions: {
      StringEquals: { [`kms:EncryptionContext:${context}`]: arn },
      // In China the service's name has an additional suffix.
      StringLike: { 'kms:ViaService': `${store}.${region}.amazonaws.com*` },
    },
  });
}

/**
 * Lambda creates network interfaces with the function's role. Calls of the function's own code
 * carry its ARN, and are denied. Source: Lambda guide, VPC access and source function ARN.
 */
function allowNetworkInterfaces(): PolicyStatement {
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
