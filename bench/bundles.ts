import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, build } from 'esbuild';
import { JobwatchStack } from '../lib/cdk/jobwatch-stack.ts';
import type { Config } from '../lib/config/config.ts';
import { makeScratchDirectory } from './scratch.ts';

/** Builds what `cdk deploy` would upload: a directory per function, by function name. */
export function buildDeployedBundles(config: Config): ReadonlyMap<string, string> {
  const outdir = makeScratchDirectory();
  const app = new App({ outdir, context: { 'aws:cdk:enable-asset-metadata': true } });
  const stack = new JobwatchStack(app, { config });
  app.synth();
  const functions = stack.node.findAll().filter(node => node instanceof CfnFunction);
  return new Map(
    functions.map(resource => {
      const asset: unknown = resource.getMetadata('aws:asset:path');
      return [String(resource.functionName), join(outdir, String(asset))];
    }),
  );
}

/** The stack's bundling options, without those that only its own code needs. */
const options: BuildOptions = {
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  logLevel: 'warning',
};

/** Bundles a file of the bench as `index.mjs` in a new directory, and gives the directory. */
export async function buildBenchBundle(file: string): Promise<string> {
  const directory = makeScratchDirectory();
  const outfile = join(directory, 'index.mjs');
  await build({ ...options, entryPoints: [join(import.meta.dirname, file)], outfile });
  return directory;
}
