import { expect, test } from 'vitest';
import type { Auth } from '../../lib/config/config.ts';
import { authorizeWith } from '../../lib/prometheus/auth.ts';
import { createPrometheus } from '../../lib/prometheus/client.ts';
import { connectionTo, serve } from './server.ts';

const bearer: Auth = { kind: 'bearer', token: { env: 'TOKEN' } };
const request = {
  method: 'POST',
  url: 'http://prometheus/api/v1/query',
  headers: {},
  body: 'query=up',
} as const;

/** Secrets that are read one after the other; the last one stays. */
function secrets(...texts: string[]) {
  const read = { count: 0 };
  const readSecret = async () => texts[Math.min(read.count++, texts.length - 1)] ?? '';
  return { read, readSecret };
}

test('no authentication adds nothing', async () => {
  const authorizer = authorizeWith({ kind: 'none' }, async () => '');
  expect(await authorizer.headers(request)).toEqual({});
});

test('basic authentication sends user and password in UTF-8', async () => {
  const auth: Auth = { kind: 'basic', username: 'jobs', password: { env: 'P' } };
  const { authorization } = await authorizeWith(auth, async () => 'pä:ss').headers(request);
  expect(Buffer.from(authorization?.slice(6) ?? '', 'base64').toString()).toBe('jobs:pä:ss');
});

test('a secret is read once for many queries, even at the same time', async () => {
  const { read, readSecret } = secrets('first');
  const authorizer = authorizeWith(bearer, readSecret);
  await Promise.all([authorizer.headers(request), authorizer.headers(request)]);
  expect(await authorizer.headers(request)).toEqual({ authorization: 'Bearer first' });
  expect(read.count).toBe(1);
});

test('a secret that could not be read is read again', async () => {
  let works = false;
  const authorizer = authorizeWith(bearer, async () =>
    works ? 'late' : Promise.reject(new Error('no')),
  );
  await expect(authorizer.headers(request)).rejects.toThrow('no');
  works = true;
  expect(await authorizer.headers(request)).toEqual({ authorization: 'Bearer late' });
});

test('if many queries are rejected, the secret is read again at most once a minute', async () => {
  let now = 0;
  const { read, readSecret } = secrets('a', 'b', 'c');
  const authorizer = authorizeWith(bearer, readSecret, { monotonic: () => now });
  await authorizer.headers(request);
  for (now of [0, 1_000, 59_999, 60_000, 60_001]) {
    authorizer.refresh();
    await authorizer.headers(request);
  }
  expect(read.count).toBe(3);
});

test.each(['', 'two\nlines', 'in two', 'ümlaut'])(
  '%j is not a token, and is not shown',
  async secret => {
    const reading = authorizeWith(bearer, async () => secret).headers(request);
    const error = await reading.then(String, error => error);
    expect(error).toMatchObject({ code: 'unauthorized' });
    if (secret !== '') expect(error.message).not.toContain(secret);
  },
);

test('a rotated secret works within the same query', async () => {
  const data = { resultType: 'scalar', result: [60, '1'] };
  await using server = await serve((response, _nth, { headers }) => {
    const known = headers.authorization === 'Bearer new';
    response
      .writeHead(known ? 200 : 401)
      .end(known ? JSON.stringify({ status: 'success', data }) : '');
  });
  const connection = connectionTo(server.url, { auth: bearer });
  const client = createPrometheus(connection, {
    authorize: authorizeWith(bearer, secrets('old', 'new').readSecret),
  });
  expect((await client.instant('1', 60)).samples).toEqual([{ labels: {}, value: 1 }]);
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer old',
    'Bearer new',
  ]);
  await client.close();
});

test('a secret that stays wrong is tried twice', async () => {
  await using server = await serve(response => response.writeHead(403).end());
  const connection = connectionTo(server.url, { auth: bearer });
  const client = createPrometheus(connection, {
    authorize: authorizeWith(bearer, async () => 'wr0ng'),
  });
  const error = await client.instant('1', 60).catch(error => error);
  expect([error.code, server.requests.length]).toEqual(['unauthorized', 2]);
  expect(error.message).not.toContain('wr0ng');
  await client.close();
});

test('a secret store that never answers ends with the deadline', async () => {
  const connection = connectionTo('http://127.0.0.1:9', { auth: bearer });
  const authorize = authorizeWith(bearer, () => new Promise(() => undefined));
  const client = createPrometheus(connection, { authorize, deadlineMilliseconds: 100 });
  await expect(client.instant('1', 60)).rejects.toMatchObject({ code: 'timeout' });
  await client.close();
});

test('a failing secret store is reported as missing credentials', async () => {
  const connection = connectionTo('http://127.0.0.1:9', { auth: bearer });
  const authorize = authorizeWith(bearer, () => Promise.reject(new Error('AccessDenied')));
  const client = createPrometheus(connection, { authorize });
  const told = { code: 'unauthorized', message: expect.stringContaining('AccessDenied') };
  await expect(client.instant('1', 60)).rejects.toMatchObject(told);
  await client.close();
});

test('requests to an Amazon workspace are signed for aps with the given credentials', async () => {
  const auth: Auth = {
    kind: 'sigv4',
    region: 'eu-west-1',
    workspaceArn: 'arn:aws:aps:eu-west-1:1:workspace/ws',
  };
  const credentials = async () => ({
    accessKeyId: 'AKID',
    secretAccessKey: 's3cret',
    sessionToken: 'session',
  });
  const headers = await authorizeWith(auth, async () => '', { credentials }).headers({
    ...request,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'jobwatch' },
  });
  expect(headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-west-1\/aps\/aws4_request/,
  );
  expect(headers.authorization).toContain(
    'SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token',
  );
  expect(headers['x-amz-security-token']).toBe('session');
  expect(JSON.stringify(headers)).not.toContain('s3cret');
});
