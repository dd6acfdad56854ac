import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DemoError } from './demo-error.ts';
import { runProgram } from './run-program.ts';
import { unpackInto } from './unpack.ts';

/** The long-term release line whose programs behave as the tests expect. */
const version = '2.53.4';

const releaseUrl = `https://github.com/prometheus/prometheus/releases/download/v${version}`;

/** SHA-256 of the release's archives; for other platforms the release's own list is read. */
const pinnedChecksums: Readonly<Record<string, string>> = {
  'linux-amd64': 'b8b497c4610d1b93208252b60c8f20f6b2e78596ae8df43397a2e805aa53d475',
  'linux-arm64': 'ec7236ecea7154d0bfe142921708b1ae7b5e921e100e0ee85ab92b7c444357e0',
};

/** Enough for about 100 MB at 3 Mbit/s. */
const downloadTimeoutMilliseconds = 300_000;

/** @throws DemoError `prometheus-not-found`, `download-failed`, `checksum-mismatch` */
export async function fetchRelease(
  target: string,
  progress: (message: string) => void,
): Promise<void> {
  const platform = releasePlatform(process.platform, process.arch);
  const name = `prometheus-${version}.${platform}`;
  progress(`Fetching Prometheus ${version} for ${platform} (about 100 MB).`);
  const archive = await download(`${releaseUrl}/${name}.tar.gz`);
  const expected = pinnedChecksums[platform] ?? (await publishedChecksum(`${name}.tar.gz`));
  checkSum(archive, { expected, name });
  await unpackInto(target, async directory => {
    const file = join(directory, 'archive.tar.gz');
    await writeFile(file, archive);
    const unpacked = await runProgram('tar', ['-xzf', file, '-C', directory]);
    if (unpacked.succeeded) return join(directory, name);
    throw new DemoError('download-failed', `${name} could not be unpacked: ${unpacked.output}`);
  });
}

/** Go's names for the platform, as in the releases: `linux-amd64`, `darwin-arm64`. */
export function releasePlatform(system: string, architecture: string): string {
  const processor = { x64: 'amd64', arm64: 'arm64' }[architecture];
  if (processor !== undefined && ['linux', 'darwin'].includes(system))
    return `${system}-${processor}`;
  throw new DemoError(
    'prometheus-not-found',
    `Prometheus was not found, and there is no download for ${system} on ${architecture}. Install it` +
      'so that prometheus and promtool are on the PATH, or set JOBWATCH_PROMETHEUS_DIR.',
  );
}

async function publishedChecksum(fileName: string): Promise<string> {
  const list = (await download(`${releaseUrl}/sha256sums.txt`)).toString('utf8');
  const line = list.split('\n').find(text => text.endsWith(`  ${fileName}`));
  if (line !== undefined) return line.slice(0, 64);
  throw new DemoError('download-failed', `The release's list of checksums lacks ${fileName}.`);
}

/** @throws DemoError `checksum-mismatch` */
export function checkSum(
  archive: Uint8Array,
  { expected, name }: Readonly<{ expected: string; name: string }>,
): void {
  const found = createHash('sha256').update(archive).digest('hex');
  if (found === expected) return;
  throw new DemoError(
    'checksum-mismatch',
    `${name} differs from the release: its SHA-256 is ${found}, expected ${expected}.`,
  );
}

async function download(url: string): Promise<Buffer> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(downloadTimeoutMilliseconds) });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (cause) {
    throw new DemoError(
      'download-failed',
      `Prometheus was not found and could not be fetched from ${url}. Install it (Debian: apt-get ` +
        'install prometheus, macOS: brew install prometheus), or set JOBWATCH_PROMETHEUS_DIR to ' +
        'the directory that contains prometheus and promtool.',
      { cause },
    );
  }
}
