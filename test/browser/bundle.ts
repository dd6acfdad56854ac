import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBundle } from '../../lib/cdk/function-bundles.ts';
import type { Config } from '../../lib/config/config.ts';
import { type Lambda, startLambda } from '../lambda.ts';

/** The widget's function, bundled as for a deployment of this config, in a process of its own. */
export async function startWidget(config: Config): Promise<Lambda> {
  const bundleDirectory = await mkdtemp(join(tmpdir(), 'jobwatch-widget-'));
  await writeFile(join(bundleDirectory, 'config.json'), JSON.stringify(config));
  await copyFile(
    findBundle({ entry: 'widget', variant: 'plain' }),
    join(bundleDirectory, 'index.mjs'),
  );
  const lambda = startLambda({ bundleDirectory });
  return {
    invoke: lambda.invoke,
    stop: async () => {
      await lambda.stop();
      await rm(bundleDirectory, { recursive: true, force: true });
    },
  };
}
