import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findPrometheus } from '../../lib/simulator/binary.ts';
import { checkSum, releasePlatform } from '../../lib/simulator/binary-release.ts';
import { unpackInto } from '../../lib/simulator/unpack.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jobwatch-binary-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function programsIn(...path: string[]): Promise<string> {
  const place = join(directory, ...path);
  await mkdir(place, { recursive: true });
  for (const name of ['prometheus', 'promtool']) {
    await writeFile(join(place, name), '');
    await chmod(join(place, name), 0o755);
  }
  return place;
}

describe('Prometheus is taken', () => {
  test('from the directory that was chosen, before any other', async () => {
    const [chosen, onPath] = [await programsIn('chosen'), await programsIn('path')];
    const environment = { JOBWATCH_PROMETHEUS_DIR: chosen, PATH: onPath };
    const { prometheus } = await findPrometheus({ cacheDirectory: directory, environment });
    expect(prometheus).toBe(join(chosen, 'prometheus'));
  });
  test('from the first directory of the PATH that holds both programs', async () => {
    const onPath = await programsIn('path');
    const environment = { PATH: `${directory}:${onPath}` };
    const { promtool } = await findPrometheus({ cacheDirectory: directory, environment });
    expect(promtool).toBe(join(onPath, 'promtool'));
  });
  test('from the cache where the PATH has none', async () => {
    const cached = await programsIn('release');
    const found = await findPrometheus({ cacheDirectory: directory, environment: { PATH: '' } });
    expect(found.prometheus).toBe(join(cached, 'prometheus'));
  });
});

test('a chosen directory without the programs is an error that names it', async () => {
  const environment = { JOBWATCH_PROMETHEUS_DIR: directory };
  await expect(findPrometheus({ environment })).rejects.toMatchObject({
    code: 'prometheus-not-found',
    message: `JOBWATCH_PROMETHEUS_DIR is ${directory}, but prometheus and promtool are not both in it.`,
  });
});

test('what was unpacked halfway is never taken for whole', async () => {
  const target = join(directory, 'cache', 'release');
  const breaking = unpackInto(target, async place => {
    await writeFile(join(place, 'prometheus'), 'half');
    throw new Error('the disk is full');
  });
  await expect(breaking).rejects.toThrow('the disk is full');
  expect(await readdir(join(directory, 'cache'))).toEqual([]);
});

test('a download that is not what was released is refused', () => {
  const expected = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  expect(() => checkSum(new Uint8Array(), { expected, name: 'empty' })).not.toThrow();
  expect(() => checkSum(new Uint8Array([1]), { expected, name: 'empty' })).toThrow(
    expect.objectContaining({ code: 'checksum-mismatch' }),
  );
});

test('releases are named by Go, and a system without one is told what to do', () => {
  expect(releasePlatform('darwin', 'arm64')).toBe('darwin-arm64');
  expect(() => releasePlatform('win32', 'x64')).toThrow(/JOBWATCH_PROMETHEUS_DIR/);
});
