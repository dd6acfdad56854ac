import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { type Ran, run } from '../local-aws.ts';

export const root = join(import.meta.dirname, '..', '..');

/** Directories of programs that belong to the machine, not to a project. */
const ownFolders = (process.env.PATH ?? '')
  .split(delimiter)
  .filter(folder => !folder.includes('node_modules'));

const machineNode = ownFolders.map(folder => join(folder, 'node')).find(file => existsSync(file));

/** The Node of the build, and the machine's own; the package has to work on both. */
export const nodes = { built: process.execPath, machine: machineNode ?? process.execPath } as const;

export type NodeName = keyof typeof nodes;

/** An empty directory into which the packed tarball was installed. */
export type Installed = Readonly<{
  directory: string;
  /** Bytes of the tarball. */
  tarball: string;
  run: (node: NodeName, program: string, ...args: string[]) => Promise<Ran>;
  remove: () => Promise<void>;
}>;

/** Packs the project as `npm pack` does, and installs the result as a user would. */
export async function installPacked(): Promise<Installed> {
  const directory = await mkdtemp(join(tmpdir(), 'jobwatch-package-'));
  const packed = await runFor('built', root, 'npm', 'pack', '--pack-destination', directory);
  if (packed.exitCode !== 0) throw new Error(`npm pack failed:\n${packed.stderr}`);
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const tarball = join(directory, `jobwatch-${version}.tgz`);
  await writeFile(join(directory, 'package.json'), '{ "private": true, "type": "module" }');
  const options = ['--prefer-offline', '--no-audit', '--no-fund'];
  const installed = await runFor('machine', directory, 'npm', 'i', '-D', ...options, tarball);
  if (installed.exitCode !== 0) throw new Error(`npm i failed:\n${installed.stderr}`);
  return {
    directory,
    tarball,
    run: (node, program, ...args) => runFor(node, directory, program, ...args),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

function runFor(node: NodeName, cwd: string, program: string, ...args: string[]): Promise<Ran> {
  return run(program, args, { cwd, env: createEnvironment(node) });
}

function createEnvironment(node: NodeName): NodeJS.ProcessEnv {
  const PATH = [dirname(nodes[node]), ...ownFolders].join(delimiter);
  // what npm tells its scripts would lead npx to this project
  const env = Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD|NODE_)/.test(name));
  return { ...Object.fromEntries(env), PATH };
}

/**
 * Starts `jobwatch` with these arguments, and calls `use` with the first address that it prints.
 */
export async function withServer<Result>(
  { directory, node }: Readonly<{ directory: string; node: NodeName }>,
  words: readonly string[],
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  const program = join(directory, 'node_modules', 'jobwatch', 'bin', 'jobwatch.mjs');
  const options = { cwd: directory, env: createEnvironment(node) };
  const child = spawn(nodes[node], [program, ...words], options);
  try {
    return await use(await findAddress(child.stdout, child.stderr));
  } finally {
    const ended = once(child, 'close');
    child.kill('SIGTERM');
    await ended;
  }
}

function findAddress(...streams: readonly NodeJS.ReadableStream[]): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    for (const stream of streams) {
      stream.on('data', chunk => {
        said += chunk;
        const [url] = /http:\/\/127\.0\.0\.1:\d+\/?/.exec(said) ?? [];
        if (url !== undefined) resolve(url);
      });
      stream.on('end', () => reject(new Error(`no address in: ${said}`)));
    }
  });
}
