import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { readLocalSecret } from '../../lib/prometheus/secrets.ts';
import { readAwsSecret } from '../../lib/prometheus/secrets-aws.ts';
import { type Answer, serve } from './server.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jobwatch-secrets-'));
});

afterAll(() => rm(directory, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

const refused = (...words: string[]) =>
  expect.objectContaining({
    code: 'unauthorized',
    message: expect.stringMatching(words.map(word => `(?=.*${word})`).join('')),
  });

test('a variable contains a secret, without its last newline', async () => {
  expect(await readLocalSecret({ env: 'TOKEN' }, { TOKEN: ' a \n\n' })).toBe(' a \n');
});

test('a file contains a secret, without its last newline', async () => {
  const file = join(directory, 'token');
  await writeFile(file, 't0ken\r\n');
  expect(await readLocalSecret({ file })).toBe('t0ken');
});

test('an error names what is missing or empty', async () => {
  const empty = join(directory, 'empty');
  await writeFile(empty, '\n');
  await expect(readLocalSecret({ env: 'TOKEN' }, {})).rejects.toEqual(refused('TOKEN', 'not set'));
  await expect(readLocalSecret({ env: 'T' }, { T: '' })).rejects.toEqual(refused('T', 'empty'));
  await expect(readLocalSecret({ file: empty })).rejects.toEqual(refused(empty, 'empty'));
  await expect(readLocalSecret({ file: `${empty}2` })).rejects.toEqual(refused('cannot be read'));
});

test('the command line does not read a secret from AWS', async () => {
  await expect(readLocalSecret({ secretArn: 'arn' })).rejects.toEqual(refused('AWS'));
});

const secretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:prom-AbCdEf';
const parameterArn = 'arn:aws:ssm:eu-west-1:123456789012:parameter/prom/token';

async function withAws<T>(answer: Answer, work: () => Promise<T>): Promise<[T | Error, string[]]> {
  await using server = await serve(answer);
  vi.stubEnv('AWS_ENDPOINT_URL', server.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKID');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'key');
  const outcome = await work().catch((error: Error) => error);
  return [outcome, server.requests.map(({ headers }) => String(headers['x-amz-target']))];
}

const json =
  (status: number, body: object): Answer =>
  response => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(body));
  };

test('Secrets Manager returns a text, or a field of it', async () => {
  const answer = json(200, { SecretString: '{"token":"t0ken"}' });
  expect(await withAws(answer, () => readAwsSecret({ secretArn }))).toEqual([
    '{"token":"t0ken"}',
    ['secretsmanager.GetSecretValue'],
  ]);
  const [field] = await withAws(answer, () => readAwsSecret({ secretArn, field: 'token' }));
  expect(field).toBe('t0ken');
});

test('the Parameter Store returns a text', async () => {
  const answer = json(200, { Parameter: { Value: 't0ken' } });
  expect(await withAws(answer, () => readAwsSecret({ parameterArn }))).toEqual([
    't0ken',
    ['AmazonSSM.GetParameter'],
  ]);
});

test('an error names a missing field of a secret, but not the secret', async () => {
  for (const SecretString of ['{"t":"s3cret"}', 's3cret', '{"token":{"s3cret":1}}']) {
    const [error] = await withAws(json(200, { SecretString }), () =>
      readAwsSecret({ secretArn, field: 'token' }),
    );
    expect(error).toEqual(refused(secretArn, 'token'));
    expect(JSON.stringify([String(error), (error as Error).cause])).not.toContain('s3cret');
  }
});

test('an AWS error is reported with its own message', async () => {
  const answer = json(400, { __type: 'AccessDeniedException', Message: 'not authorized' });
  const [error] = await withAws(answer, () => readAwsSecret({ secretArn }));
  expect(error).toEqual(refused(secretArn, 'AccessDenied'));
});

test('a variable is not read in a Lambda', async () => {
  await expect(readAwsSecret({ env: 'TOKEN' })).rejects.toEqual(refused('TOKEN', 'ARN'));
});
