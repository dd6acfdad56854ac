import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import {
  bundleVariants,
  createBuildOptions,
  nameBundle,
  packedBundles,
  projectRoot,
} from '../../lib/cdk/function-bundles.ts';
import { buildAssets } from '../../lib/preview/assets.ts';
import { createProgramOptions } from './program-options.ts';

// Builds everything that a package contains besides the files of the clone. esbuild, which the
// functions need anyway, builds every program, and TypeScript's own compiler the types, which only
// it can.
const dist = join(projectRoot, 'dist');
rmSync(dist, { recursive: true, force: true });
await buildPrograms();
await buildFunctions();
buildTypes();

/** The command line and the library, which share their files, and the preview's page. */
async function buildPrograms(): Promise<void> {
  const outdir = join(dist, 'js');
  await build(createProgramOptions(outdir));
  writeFileSync(join(outdir, 'page.json'), JSON.stringify([...(await buildAssets())]));
}

/**
 * Each function in every variant, so that a user's synth needs neither esbuild nor the project's
 * lock file.
 */
async function buildFunctions(): Promise<void> {
  mkdirSync(packedBundles, { recursive: true });
  const entries = globSync('functions/*.ts', { cwd: projectRoot }).map(path =>
    basename(path, '.ts'),
  );
  for (const entry of entries) {
    for (const variant of bundleVariants) {
      const name = { entry, variant };
      const outfile = join(packedBundles, nameBundle(name));
      await build({ ...createBuildOptions(name), outfile });
      if (statSync(outfile).size === 0) throw new Error(`${outfile} is empty`);
    }
  }
}

function buildTypes(): void {
  const compiler = join(projectRoot, 'node_modules', '.bin', 'tsc');
  execFileSync(compiler, ['-p', join(import.meta.dirname, 'tsconfig.json')], { stdio: 'inherit' });
  for (const path of globSync('types/**/*.d.ts', { cwd: dist })) {
    const file = join(dist, path);
    // the package has no sources beside the types, and an older compiler would look for them
    writeFileSync(file, readFileSync(file, 'utf8').replace(/(['"]\.[^'"]*)\.ts(['"])/g, '$1.js$2'));
  }
}
