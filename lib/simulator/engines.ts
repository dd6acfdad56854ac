import { access, constants, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unpackArchives } from './binary-debian.ts';
import { DemoError } from './demo-error.ts';
import { type ProgramEnd, runProgram } from './run-program.ts';
import { unpackInto } from './unpack.ts';

/** Engines other than the demo's Prometheus, on which the tests also run. */
export const engineNames = ['prometheus-3', 'victoria-metrics'] as const;
export type EngineName = (typeof engineNames)[number];

type EngineOptions = Readonly<{
  /** Where programs are unpacked to; default `.cache/engines` in the project. */
  cacheDirectory?: string;
  /** Called with a sentence about a download. */
  progress?: (message: string) => void;
}>;

/** Debian's testing suite: it has the newest of each that was packaged. */
const suite = 'forky';

const packagesByEngine: Readonly<Record<EngineName, readonly string[]>> = {
  'prometheus-3': ['prometheus', 'promtool'],
  'victoria-metrics': ['victoria-metrics'],
};

const projectCache = fileURLToPath(new URL('../../.cache/engines', import.meta.url));

/**
 * The directory that contains an engine's programs, which have the names of their Debian packages.
 * They come from a newer suite of the Debian mirror that this machine already uses, with their own
 * apt configuration: nothing is installed, and any user may do it. @throws DemoError
 * `download-failed` on a machine without Debian's apt, or without that mirror
 */
export async function findEngine(name: EngineName, options: EngineOptions = {}): Promise<string> {
  const { cacheDirectory = projectCache, progress = () => {} } = options;
  const target = join(cacheDirectory, name);
  const programs = join(target, 'usr', 'bin');
  if (await isThere(join(programs, packagesByEngine[name][0] ?? name))) return programs;
  progress(`Fetching ${name} from Debian ${suite} (20 to 60 MB).`);
  let reason = '';
  const isWhole = await unpackInto(target, async directory => {
    const end = await downloadPackages(directory, packagesByEngine[name]);
    reason = end.output;
    return end.succeeded ? unpackArchives(directory, packagesByEngine[name]) : undefined;
  });
  if (isWhole) return programs;
  throw new DemoError(
    'download-failed',
    `${name} could not be fetched from Debian ${suite}: ${reason || 'its package is incomplete'}`,
  );
}

async function downloadPackages(
  directory: string,
  packages: readonly string[],
): Promise<ProgramEnd> {
  const mirror = await findMirror();
  if (mirror === undefined) {
    const output = 'no Debian mirror is among the sources of apt on this machine';
    return { succeeded: false, output };
  }
  const options = await configureApt(directory, mirror);
  const update = await runProgram('apt-get', [...options, 'update']);
  if (!update.succeeded) return update;
  return runProgram('apt-get', [...options, 'download', ...packages], directory);
}

/**
 * The mirror that apt already uses, such as a company's own; no mirror is written into the code.
 * Without package lists apt does not know the origin, so the address is used.
 */
async function findMirror(): Promise<string | undefined> {
  const format = ['--format', '$(REPO_URI) $(ORIGIN) $(LABEL)'];
  const { output } = await runProgram('apt-get', [
    'indextargets',
    ...format,
    'Identifier: Packages',
  ]);
  const line = output.split('\n').find(text => / Debian Debian$|^\S+\/debian\/? /.test(text));
  return line?.split(' ')[0];
}

/** apt's options for separate lists, caches and sources. The machine's keyrings are used. */
async function configureApt(directory: string, mirror: string): Promise<string[]> {
  const own = join(directory, 'apt');
  await mkdir(join(own, 'lists', 'partial'), { recursive: true });
  await mkdir(join(own, 'cache', 'archives', 'partial'), { recursive: true });
  const sources = join(own, 'sources.list');
  await writeFile(sources, `deb ${mirror} ${suite} main\n`);
  return [
    `Dir::Etc::sourcelist=${sources}`,
    'Dir::Etc::sourceparts=-',
    `Dir::State::lists=${join(own, 'lists')}`,
    `Dir::Cache=${join(own, 'cache')}`,
    'Dir::State::status=/dev/null',
    'Acquire::Languages=none',
    'Acquire::Retries=0',
    'Acquire::http::Timeout=20',
    'APT::Sandbox::User=',
  ].flatMap(option => ['-o', option]);
}

function isThere(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
