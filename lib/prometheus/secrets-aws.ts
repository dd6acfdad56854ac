import type { SecretReference } from '../config/config.ts';
import { excerpt, PrometheusError } from './errors.ts';

/**
 * Reads a secret from Secrets Manager or SSM's Parameter Store, in the region of its ARN. Throws
 * `unauthorized` if there is none. The AWS clients are loaded at first use.
 */
export async function readAwsSecret(reference: SecretReference): Promise<string> {
  const text = await loadText(reference);
  if (!('secretArn' in reference) || reference.field === undefined) return text;
  return parseField(text, reference.field, reference.secretArn);
}

async function loadText(reference: SecretReference): Promise<string> {
  if (!('secretArn' in reference) && !('parameterArn' in reference)) {
    throw createError('env' in reference ? reference.env : reference.file, 'an ARN');
  }
  const arn = 'secretArn' in reference ? reference.secretArn : reference.parameterArn;
  const read = 'secretArn' in reference ? loadFromSecretsManager : loadFromParameterStore;
  const text = await read(arn, parseRegion(arn)).catch((cause: unknown) => {
    const received = cause instanceof Error ? excerpt(`${cause.name}: ${cause.message}`) : '';
    throw createError(arn, 'an existing secret, and permission to read it', { received, cause });
  });
  if (text === undefined || text === '') throw createError(arn, 'a text', { received: 'nothing' });
  return text;
}

async function loadFromSecretsManager(arn: string, region: string): Promise<string | undefined> {
  const aws = await import('@aws-sdk/client-secrets-manager');
  const client = new aws.SecretsManagerClient({ region });
  try {
    const command = new aws.GetSecretValueCommand({ SecretId: arn });
    return (await client.send(command)).SecretString;
  } finally {
    client.destroy();
  }
}

async function loadFromParameterStore(arn: string, region: string): Promise<string | undefined> {
  const aws = await import('@aws-sdk/client-ssm');
  const client = new aws.SSMClient({ region });
  try {
    const command = new aws.GetParameterCommand({ Name: arn, WithDecryption: true });
    return (await client.send(command)).Parameter?.Value;
  } finally {
    client.destroy();
  }
}

// The parser's error would contain the secret, so it is not kept as the cause.
function parseField(text: string, field: string, arn: string): string {
  const value = parseObject(text)?.[field];
  if (typeof value === 'string' && value !== '') return value;
  throw createError(arn, `JSON with a text in "${field}"`, {
    received: 'a secret without that field',
  });
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function parseRegion(arn: string): string {
  const region = arn.split(':')[3];
  if (region) return region;
  throw createError(arn, 'an ARN with a region');
}

function createError(
  place: string,
  expected: string,
  fault: Readonly<{ received?: string; cause?: unknown }> = {},
): PrometheusError {
  const problem = `The secret for Prometheus cannot be read from ${place}`;
  return new PrometheusError({ code: 'unauthorized', problem, expected, ...fault });
}
