import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadConfig } from '../../lib/config/load.ts';
import { parse, withJob, withPrometheus } from './parse.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jobwatch-config-'));
});
afterAll(() => rm(directory, { recursive: true }));

const write = async (name: string, content: string | Uint8Array) => {
  await writeFile(join(directory, name), content);
  return join(directory, name);
};

it('the example configuration of the project loads', async () => {
  const config = await loadConfig(new URL('../../jobwatch.yaml', import.meta.url).pathname);
  expect(config.fleet.jobs.map(job => job.name)).toContain('clip_sync');
});

it('files are found relative to the configuration', async () => {
  await write('ca.pem', '-----BEGIN CERTIFICATE-----\n');
  const path = await write(
    'ca.yaml',
    withPrometheus('certificateAuthority: ca.pem, auth: { bearerFile: token }'),
  );
  const { connection } = await loadConfig(path);
  expect(connection.certificateAuthority).toBe('-----BEGIN CERTIFICATE-----\n');
  expect(connection.auth).toEqual({ kind: 'bearer', token: { file: join(directory, 'token') } });
});

it('a byte order mark is ignored', async () => {
  const path = await write('bom.yaml', `\ufeff${withJob('interval: 1m')}`);
  expect((await loadConfig(path)).fleet.jobs).toHaveLength(1);
});

it('a missing file is reported', async () => {
  const path = join(directory, 'gone.yaml');
  await expect(loadConfig(path)).rejects.toMatchObject({
    code: 'config-unreadable',
    message: `${path}: found no such file, expected a configuration, as "jobwatch init" writes it`,
  });
});

it('a directory and a text in another encoding are reported', async () => {
  const latin1 = await write('latin1.yaml', Uint8Array.of(0x61, 0xe9, 0x0a));
  await expect(loadConfig(directory)).rejects.toMatchObject({
    code: 'config-unreadable',
    problems: [{ found: 'a file that cannot be read (EISDIR)' }],
  });
  await expect(loadConfig(latin1)).rejects.toMatchObject({
    code: 'config-unreadable',
    problems: [{ found: 'text that is not UTF-8' }],
  });
});

it('the result is deeply frozen and survives JSON', () => {
  const config = parse(withJob('interval: 7d, queue: false'));
  const isFrozen = (value: unknown): boolean =>
    typeof value !== 'object' ||
    value === null ||
    (Object.isFrozen(value) && Object.values(value).every(isFrozen));
  expect(isFrozen(config)).toBe(true);
  expect(JSON.parse(JSON.stringify(config))).toEqual(config);
});
