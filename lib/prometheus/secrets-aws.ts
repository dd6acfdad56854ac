import type { SecretReference } from '../config/config.ts';
import { excerpt, PrometheusError } from './errors.ts';

/**
 * Reads a secret from Secrets Manager or from SSM's Parameter Store, in the region of its ARN.
 * Throws `unauthorized` where there is none. The AWS clients are loaded at first use.
 */
export async function readAwsSecret(reference: SecretReference): Promise<string> {
  const text = await storedText(reference);
  if (!('secretArn' in reference) || reference.field === undefined) return text;
  return fieldOf(text, reference.field, reference.secretArn);
}

async function storedText(reference: SecretReference): Promise<string> {
  if (!('secretArn' in reference) && !('parameterArn' in reference)) {
    throw unreadable('env' in reference ? reference.env : reference.file, 'an ARN');
  }
  const arn = 'secretArn' in reference ? reference.secretArn : reference.parameterArn;
  const read = 'secretArn' in reference ? fromSecretsManager : fromParameterStore;
  const text = await read(arn, regionOf(arn)).catch((cause: unknown) => {
    const received = cause instanceof Error ? excerpt(`${cause.name}: ${cause.message}`) : '';
    throw unreadable(arn, 'permission to read it, and a secret there', { received, cause });
  });
  if (text === undefined || text === '') throw unreadable(arn, 'a text', { received: 'nothing' });
  return text;
}

async function fromSecretsManager(arn: string, region: string): Promise<string | undefined> {
  const aws = await import('@aws-sdk/client-secrets-manager');
  const client = new aws.SecretsManagerClient({ region });
  try {
    const command = new aws.GetSecretValueCommand({ SecretId: arn });
    return (await client.send(command)).SecretString;
  } finally {
    client.destroy();
  }
}

async function fromParameterStore(arn: string, region: string): Promise<string | undefined> {
  const aws = await import('@aws-sdk/client-ssm');
  const client = new aws.SSMClient({ region });
  try {
    const command = new aws.GetParameterCommand({ Name: arn, WithDecryption: true });
    return (await client.send(command)).Parameter?.Value;
  } finally {
    client.destroy();
  }
}

// The parser's own error would quote the secret, so it is not kept as a cause.
function fieldOf(text: string, field: string, arn: string): string {
  const value = parsed(text)?.[field];
  if (typeof value === 'string' && value !== '') return value;
  throw unreadable(arn, `JSON with a text in "${field}"`, { received: 'a secret without it' });
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function regionOf(arn: string): string {
  const region = arn.split(':')[3];
  if (region) return region;
  throw unreadable(arn, 'an ARN with a region');
}

function unreadable(
  place: string,
  expected: string,
  fault: Readonly<{ received?: string; cause?: unknown }> = {},
): PrometheusError {
  const problem = `The secret for Prometheus cannot be read from ${place}`;
  return new PrometheusError({ code: 'unauthorized', problem, expected, ...fault });
}
