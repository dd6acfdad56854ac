import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { BuildOptions } from 'esbuild';

/** The root of the clone or of the installed package. */
export const projectRoot = join(import.meta.dirname, '..', '..');

/** The clients of secret stores that a bundle contains; it never imports any other. */
export const bundleVariants = ['plain', 'secrets', 'parameters', 'both'] as const;

export type BundleVariant = (typeof bundleVariants)[number];

/** A file in `functions/` without its ending, and a variant of it. */
type BundleName = Readonly<{ entry: string; variant: BundleVariant }>;

const secretsClient = '@aws-sdk/client-secrets-manager';
const parametersClient = '@aws-sdk/client-ssm';

const leftOut: Readonly<Record<BundleVariant, readonly string[]>> = {
  plain: [secretsClient, parametersClient],
  secrets: [parametersClient],
  parameters: [secretsClient],
  both: [],
};

/** undici's HTTP parser for processors without SIMD, which Lambda does not have: 72 kB. */
const plainParser = '*/llhttp-wasm.js';

/**
 * How esbuild bundles a function into one file. The output depends only on the code and the
 * variant.
 */
export function createBuildOptions({ entry, variant }: BundleName): BuildOptions {
  return {
    entryPoints: [join(projectRoot, 'functions', `${entry}.ts`)],
    absWorkingDir: projectRoot,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minify: true,
    mainFields: ['module', 'main'],
    // undici is CommonJS: in a module, its require of Node's own modules needs this.
    banner: {
      js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
    },
    external: [...leftOut[variant], plainParser],
    // Makes undici leave out its second, experimental HTTP parser: 165 kB.
    define: { esbuildDetection: 'true' },
    alias: { undici: join(projectRoot, 'lib', 'cdk', 'undici-agent.js') },
    // Errors have a code and a message; a source map would be larger than the code.
    sourcemap: false,
    logLevel: 'error',
  };
}

/** The package's directory of bundles that were built before it was packed. */
export const packedBundles = join(projectRoot, 'dist', 'functions');

export function nameBundle({ entry, variant }: BundleName): string {
  return `${entry}-${variant}.mjs`;
}

/**
 * Path of a function's code. A package contains it; a clone builds it if its sources have changed,
 * and caches it by their content.
 */
export function findBundle(name: BundleName): string {
  if (!import.meta.filename.endsWith('.ts')) return join(packedBundles, nameBundle(name));
  const directory = join(cache, hashSources());
  const file = join(directory, nameBundle(name));
  if (!existsSync(file)) buildInto(directory, name);
  return file;
}

const cache = join(projectRoot, '.cache', 'functions');

/**
 * Other processes may build the same at the same time, so a file appears complete or not at all.
 */
function buildInto(directory: string, name: BundleName): void {
  dropOld();
  mkdirSync(directory, { recursive: true });
  const file = join(directory, nameBundle(name));
  const unfinished = `${file}.${process.pid}`;
  // a package has no esbuild, so it is loaded only if it is needed
  const { buildSync } = createRequire(import.meta.url)('esbuild') as typeof import('esbuild');
  buildSync({ ...createBuildOptions(name), outfile: unfinished });
  renameSync(unfinished, file);
}

const keptMilliseconds = 86_400_000;

function dropOld(): void {
  if (!existsSync(cache)) return;
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    const age = Date.now() - statSync(path).mtimeMs;
    if (age > keptMilliseconds) rmSync(path, { recursive: true, force: true });
  }
}

/**
 * Everything that may get into a bundle: the project's code, and through the lock file all
 * packages.
 */
function hashSources(): string {
  const hash = createHash('sha256');
  const folders = ['functions', 'lib'].flatMap(folder =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter(path => /\.[jt]s$/.test(path))
      .map(path => join(folder, path)),
  );
  for (const path of ['package-lock.json', ...folders.toSorted()]) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(projectRoot, path)))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}
