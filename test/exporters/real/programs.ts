import { access, constants, cp, mkdir, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unpackArchives } from '../../../lib/simulator/binary-debian.ts';
import { runProgram } from '../../../lib/simulator/run-program.ts';
import { unpackInto } from '../../../lib/simulator/unpack.ts';

const cache = fileURLToPath(new URL('../../../.cache/exporters', import.meta.url));
const packageFiles = fileURLToPath(new URL('./npm', import.meta.url));

/** Debian's packages, and the path of each program. */
const packages = {
  'prometheus-pushgateway': ['usr/bin/prometheus-pushgateway'],
  'prometheus-node-exporter': ['usr/bin/prometheus-node-exporter'],
  'redis-server': ['usr/bin/redis-server'],
  systemd: ['usr/lib/systemd/systemd', 'lib/systemd/systemd'],
  nginx: ['usr/sbin/nginx'],
} as const;

type ProgramName = keyof typeof packages;

export type DebianPrograms = Readonly<{
  /** The whole path of each program. */
  paths: Readonly<Record<ProgramName, string>>;
  /** Their environment: the libraries that came with them. */
  environment: Readonly<Record<string, string>>;
}>;

/** `load` loads a package of npm. */
export type Programs = DebianPrograms & Readonly<{ load: (name: string) => unknown }>;

/**
 * The exporters: installed on this machine, or else Debian's and npm's packages unpacked into
 * `.cache/exporters`. Undefined if they are not available, which CI must not ignore.
 */
export async function findExporters(): Promise<Programs | undefined> {
  try {
    const [debian, load] = await Promise.all([
      findDebianPrograms(exporterNames, 'debian'),
      findNodePackages(),
    ]);
    return { ...debian, load };
  } catch (error) {
    if (process.env.CI !== undefined && process.env.CI !== '') throw error;
    process.stderr.write(`NOT TESTED: ${error instanceof Error ? error.message : error}\n`);
    return undefined;
  }
}

const exporterNames = [
  'prometheus-pushgateway',
  'prometheus-node-exporter',
  'redis-server',
  'systemd',
] as const;

/**
 * Debian's programs of these names, installed or unpacked into a tree of the cache. Throws if they
 * are not available.
 */
export async function findDebianPrograms(
  names: readonly ProgramName[],
  treeName: string,
): Promise<DebianPrograms> {
  const tree = join(cache, treeName);
  const missing = await listMissing(names, tree);
  if (missing.length > 0) await fetchPackages(missing, tree);
  const found = await Promise.all(
    names.map(async name => [name, await findPath(name, tree)] as const),
  );
  const lacking = found.filter(([, path]) => path === undefined).map(([name]) => name);
  if (lacking.length > 0) throw new Error(`No program in what apt gave for ${lacking.join(', ')}.`);
  const paths = Object.fromEntries(found) as Record<ProgramName, string>;
  return { paths, environment: { LD_LIBRARY_PATH: (await listLibraries(tree)).join(':') } };
}

async function listMissing(names: readonly ProgramName[], tree: string): Promise<ProgramName[]> {
  const paths = await Promise.all(names.map(name => findPath(name, tree)));
  return names.filter((_, index) => paths[index] === undefined);
}

async function findPath(name: ProgramName, tree: string): Promise<string | undefined> {
  for (const root of ['/', tree])
    for (const path of packages[name]) if (await isThere(join(root, path))) return join(root, path);
  return undefined;
}

function isThere(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Downloads packages and their dependencies that are not installed. Any user may do it. */
async function fetchPackages(missing: readonly ProgramName[], tree: string): Promise<void> {
  process.stderr.write(`Fetching ${missing.join(', ')} from Debian (about 15 MB).\n`);
  let reason = '';
  await unpackInto(tree, async directory => {
    const archives = join(directory, 'archives');
    await mkdir(join(archives, 'partial'), { recursive: true });
    const own = [`Dir::Cache::archives=${archives}`, 'Dir::Cache::pkgcache=', 'Debug::NoLocking=1'];
    const impatient = ['Acquire::Retries=0', 'Acquire::http::Timeout=20', 'APT::Sandbox::User='];
    const options = [...own, ...impatient].flatMap(option => ['-o', option]);
    const install = ['install', '--yes', '--download-only', '--no-install-recommends', ...missing];
    let end = await runProgram('apt-get', [...options, ...install]);
    if (!end.succeeded && process.getuid?.() === 0) {
      await runProgram('apt-get', [...options, 'update']);
      end = await runProgram('apt-get', [...options, ...install]);
    }
    reason = end.output;
    return end.succeeded ? unpackArchives(archives, []) : undefined;
  });
  if ((await listMissing(missing, tree)).length > 0) {
    throw new Error(`${missing.join(', ')} could not be fetched with apt: ${reason}`);
  }
}

/** Directories of the tree that contain shared libraries. */
async function listLibraries(tree: string): Promise<string[]> {
  const entries = await readdir(tree, { recursive: true, withFileTypes: true }).catch(() => []);
  const directories = entries
    .filter(entry => /\.so(\.|$)/.test(entry.name))
    .map(entry => entry.parentPath);
  return [...new Set(directories)];
}

/** The packages in the lock file beside this file. */
async function findNodePackages(): Promise<(name: string) => unknown> {
  const target = join(cache, 'npm');
  const load = createRequire(join(target, 'package.json'));
  if (!(await isThere(join(target, 'node_modules')))) {
    process.stderr.write('Fetching bullmq and prom-client from npm (about 18 MB).\n');
    let reason = '';
    const isWhole = await unpackInto(target, async directory => {
      const own = join(directory, 'npm');
      await cp(packageFiles, own, { recursive: true });
      const end = await runProgram('npm', ['ci', '--ignore-scripts', '--no-audit'], own);
      reason = end.output;
      return end.succeeded ? own : undefined;
    });
    if (!isWhole) throw new Error(`bullmq and prom-client could not be fetched: ${reason}`);
  }
  return load;
}
