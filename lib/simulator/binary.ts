import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fetchDebianPackage } from './binary-debian.ts';
import { fetchRelease } from './binary-release.ts';
import { DemoError } from './demo-error.ts';

/** Paths of the two programs: the server, and the tool that writes its blocks. */
export type PrometheusBinaries = Readonly<{ prometheus: string; promtool: string }>;

type FindOptions = Readonly<{
  /** Where programs are unpacked to; default `.cache/prometheus` in the project. */
  cacheDirectory?: string;
  /** Called with a sentence about a download. */
  progress?: (message: string) => void;
  /** Environment to read `PATH` and `JOBWATCH_PROMETHEUS_DIR` from. */
  environment?: Readonly<Record<string, string | undefined>>;
}>;

const projectCache = fileURLToPath(new URL('../../.cache/prometheus', import.meta.url));

/**
 * Prometheus from JOBWATCH_PROMETHEUS_DIR, the PATH, the cache, Debian's package or the official
 * release, whichever comes first.
 * @throws DemoError `prometheus-not-found`, `download-failed`, `checksum-mismatch`
 */
export async function findPrometheus(options: FindOptions = {}): Promise<PrometheusBinaries> {
  const { cacheDirectory = projectCache, progress = () => {}, environment = process.env } = options;
  const chosen = environment.JOBWATCH_PROMETHEUS_DIR;
  if (chosen !== undefined && chosen !== '') return inChosenDirectory(chosen);
  const directories = (environment.PATH ?? '').split(delimiter).filter(path => path !== '');
  return (
    (await firstWithBoth([...directories, ...cachedDirectories(cacheDirectory)])) ??
    (await fetchBoth(cacheDirectory, progress))
  );
}

async function inChosenDirectory(directory: string): Promise<PrometheusBinaries> {
  const found = await firstWithBoth([directory]);
  if (found !== undefined) return found;
  throw new DemoError(
    'prometheus-not-found',
    `JOBWATCH_PROMETHEUS_DIR is ${directory}, but prometheus and promtool are not both in it.`,
  );
}

/** Each is a complete unpacked tree: trees are renamed into place and never filled in place. */
function cachedDirectories(cacheDirectory: string): string[] {
  return [join(cacheDirectory, 'debian', 'usr', 'bin'), join(cacheDirectory, 'release')];
}

async function fetchBoth(
  cacheDirectory: string,
  progress: (message: string) => void,
): Promise<PrometheusBinaries> {
  if (!(await fetchDebianPackage(join(cacheDirectory, 'debian'), progress))) {
    await fetchRelease(join(cacheDirectory, 'release'), progress);
  }
  const found = await firstWithBoth(cachedDirectories(cacheDirectory));
  if (found !== undefined) return found;
  throw new DemoError(
    'prometheus-not-found',
    'The download does not contain prometheus and promtool. Install Prometheus, or set ' +
      'JOBWATCH_PROMETHEUS_DIR to the directory that contains both programs.',
  );
}

async function firstWithBoth(
  directories: readonly string[],
): Promise<PrometheusBinaries | undefined> {
  for (const directory of directories) {
    const both = {
      prometheus: join(directory, 'prometheus'),
      promtool: join(directory, 'promtool'),
    };
    if ((await isExecutable(both.prometheus)) && (await isExecutable(both.promtool))) return both;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
