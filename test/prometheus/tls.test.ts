import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authorizeWith } from '../../lib/prometheus/auth.ts';
import { createPrometheus } from '../../lib/prometheus/client.ts';
import { connectionTo, type Identity, serve } from './server.ts';

const run = promisify(execFile);
let directory: string;
let identity: Identity;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jobwatch-tls-'));
  const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2'];
  await run('openssl', ['req', '-x509', ...curve, ...name, '-keyout', key, '-out', cert]);
  identity = { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
});

afterAll(() => rm(directory, { recursive: true }));

async function askOver(certificateAuthority: string | undefined) {
  const data = { resultType: 'scalar', result: [60, '1'] };
  await using server = await serve(response => {
    response.end(JSON.stringify({ status: 'success', data }));
  }, identity);
  const authorize = authorizeWith({ kind: 'none' }, async () => '');
  const client = createPrometheus(connectionTo(server.url, { certificateAuthority }), {
    authorize,
  });
  try {
    return (await client.instant('1', 60)).samples;
  } finally {
    await client.close();
  }
}

test('a certificate of an unknown authority is rejected with a clear error', async () => {
  const told = { code: 'unreachable', message: expect.stringContaining('certificate') };
  await expect(askOver(undefined)).rejects.toMatchObject(told);
});

test('a private authority that the configuration names is trusted', async () => {
  expect(await askOver(identity.cert)).toEqual([{ labels: {}, value: 1 }]);
});
