import { join } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { projectRoot } from '../../lib/cdk/function-bundles.ts';

/** Library functions that Node 20 lacks, with their replacements. */
const replaced = {
  'Map.groupBy': 'groupByKey',
  'Promise.withResolvers': 'createResolvers',
  'URL.parse': 'parseUrl',
};

/**
 * How esbuild builds the programs that run on a user's machine. Packages stay external. All files
 * are side by side two directories below the root, as every file of `lib` that looks for the root
 * is.
 */
export function createProgramOptions(outdir: string): BuildOptions {
  return {
    entryPoints: {
      jobwatch: join(projectRoot, 'bin', 'jobwatch.ts'),
      index: join(projectRoot, 'lib', 'index.ts'),
    },
    absWorkingDir: projectRoot,
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    // Names and lines are kept, so that a stack trace is readable.
    minifySyntax: true,
    chunkNames: '[name]-[hash]',
    define: replaced,
    inject: [join(import.meta.dirname, 'node-20.ts')],
    logLevel: 'error',
  };
}
