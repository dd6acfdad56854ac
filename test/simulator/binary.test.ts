import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { findPrometheus } from '../../lib/simulator/binary.ts';
import { fetchDebianPackage } from '../../lib/simulator/binary-debian.ts';
import { checkSum, releasePlatform } from '../../lib/simulator/binary-release.ts';
import { findEngine } from '../../lib/simulator/engines.ts';
import { unpackInto } from '../../lib/simulator/unpack.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jobwatch-binary-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true });
});

async function programsIn(...path: string[]): Promise<string> {
  const place = join(directory, ...path);
  await mkdir(place, { recursive: true });
  for (const name of ['prometheus', 'promtool']) {
    await writeFile(join(place, name), '');
    await chmod(join(place, name), 0o755);
  }
  return place;
}

describe('Prometheus is used', () => {
  test('from the directory that was chosen, before any other', async () => {
    const [chosen, onPath] = [await programsIn('chosen'), await programsIn('path')];
    const environment = { JOBWATCH_PROMETHEUS_DIR: chosen, PATH: onPath };
    const { prometheus } = await findPrometheus({ cacheDirectory: directory, environment });
    expect(prometheus).toBe(join(chosen, 'prometheus'));
  });
  test('from the first directory of the PATH that contains both programs', async () => {
    const onPath = await programsIn('path');
    const environment = { PATH: `${directory}:${onPath}` };
    const { promtool } = await findPrometheus({ cacheDirectory: directory, environment });
    expect(promtool).toBe(join(onPath, 'promtool'));
  });
  test('from the cache if the PATH has none', async () => {
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

describe("Debian's packages are used", () => {
  test('with promtool inside the server’s package', async () => {
    await fakeApt({ prometheus: ['prometheus', 'promtool'] });
    expect(await fetchFake()).toEqual([true, ['prometheus', 'promtool']]);
  });
  test('with promtool in a separate package', async () => {
    await fakeApt({ prometheus: ['prometheus'], promtool: ['promtool'] });
    expect(await fetchFake()).toEqual([true, ['prometheus', 'promtool']]);
  });
  test('only if they contain both programs, otherwise the release is used', async () => {
    await fakeApt({ prometheus: ['prometheus'] });
    expect(await fetchFake()).toEqual([false, undefined]);
  });
});

/** An apt-get that knows these packages, and a dpkg-deb that unpacks their programs. */
async function fakeApt(packages: Readonly<Record<string, readonly string[]>>): Promise<void> {
  const known = Object.entries(packages);
  const script = (lines: readonly string[]) => ['#!/bin/sh', ...lines, ''].join('\n');
  const apt = [
    'case "$*" in --version|*update) exit 0;; esac',
    'while [ "$1" != download ]; do shift; done; shift',
    `for name; do case $name in ${known.map(([name]) => name).join('|')});; *) exit 100;; esac; done`,
    'for name; do : > $name.deb; done',
  ];
  const unpack = ['mkdir -p "$3/usr/bin"', 'case "$2" in'].concat(
    known.map(([name, programs]) => {
      const made = programs.map(program => `printf "" > "$3/usr/bin/${program}"`).join('; ');
      return `*/${name}.deb) ${made}; chmod +x "$3"/usr/bin/*;;`;
    }),
    'esac',
  );
  for (const [name, lines] of Object.entries({ 'apt-get': apt, 'dpkg-deb': unpack })) {
    await writeFile(join(directory, name), script(lines), { mode: 0o755 });
  }
  vi.stubEnv('PATH', `${directory}:${process.env.PATH}`);
}

async function fetchFake() {
  const target = join(directory, 'cache', 'debian');
  const isFetched = await fetchDebianPackage(target, () => undefined);
  const programs = await readdir(join(target, 'usr', 'bin')).catch(() => undefined);
  return [isFetched, programs];
}

test('an engine that cannot be fetched is an error that says why', async () => {
  await writeFile(join(directory, 'apt-get'), '#!/bin/sh\n', { mode: 0o755 });
  vi.stubEnv('PATH', `${directory}:${process.env.PATH}`);
  const found = findEngine('victoria-metrics', { cacheDirectory: join(directory, 'cache') });
  await expect(found).rejects.toMatchObject({
    code: 'download-failed',
    message:
      'victoria-metrics could not be fetched from Debian forky: ' +
      'no Debian mirror is among the sources of apt on this machine',
  });
});

test('a partly unpacked download is never used', async () => {
  const target = join(directory, 'cache', 'release');
  const breaking = unpackInto(target, async place => {
    await writeFile(join(place, 'prometheus'), 'half');
    throw new Error('the disk is full');
  });
  await expect(breaking).rejects.toThrow('the disk is full');
  expect(await readdir(join(directory, 'cache'))).toEqual([]);
});

test('a download that differs from the release is rejected', () => {
  const expected = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  expect(() => checkSum(new Uint8Array(), { expected, name: 'empty' })).not.toThrow();
  expect(() => checkSum(new Uint8Array([1]), { expected, name: 'empty' })).toThrow(
    expect.objectContaining({ code: 'checksum-mismatch' }),
  );
});

test("releases have Go's names, and a system without one gets advice", () => {
  expect(releasePlatform('darwin', 'arm64')).toBe('darwin-arm64');
  expect(() => releasePlatform('win32', 'x64')).toThrow(/JOBWATCH_PROMETHEUS_DIR/);
});
