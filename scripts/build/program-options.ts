import { join } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { projectRoot } from '../../lib/cdk/function-bundles.ts';

/** What Node 20 lacks of the language's library, by what takes its place. */
const replaced = {
  'Map.groupBy': 'groupByKey',
  'Promise.withResolvers': 'createResolvers',
  'URL.parse': 'parseUrl',
};

/**
 * How esbuild makes the programs that run at a user's desk. Packages stay outside. All files lie
 * side by side two folders below the root, as every file of `lib` does that looks for the root.
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
    // Names and lines stay, so that a stack trace can be read.
    minifySyntax: true,
    chunkNames: '[name]-[hash]',
    define: replaced,
    inject: [join(import.meta.dirname, 'node-20.ts')],
    logLevel: 'error',
  };
}
