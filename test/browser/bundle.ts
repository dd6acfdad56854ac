import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { projectRoot } from '../../lib/cdk/bundling.ts';
import type { Config } from '../../lib/config/config.ts';
import { type Lambda, startLambda } from '../lambda.ts';

/** The widget's function, bundled as for a deployment of this config, in a process of its own. */
export async function startWidget(config: Config): Promise<Lambda> {
  const bundleDirectory = await mkdtemp(join(tmpdir(), 'jobwatch-widget-'));
  await writeFile(join(bundleDirectory, 'config.json'), JSON.stringify(config));
  await build({
    entryPoints: [join(projectRoot, 'functions', 'widget.ts')],
    outfile: join(bundleDirectory, 'index.mjs'),
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    // undici's modules are CommonJS and require Node's own
    banner: {
      js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
    },
    alias: { undici: join(projectRoot, 'lib', 'cdk', 'undici-agent.js') },
  });
  const lambda = startLambda({ bundleDirectory });
  return {
    invoke: lambda.invoke,
    stop: async () => {
      await lambda.stop();
      await rm(bundleDirectory, { recursive: true, force: true });
    },
  };
}
