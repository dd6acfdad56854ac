import type { App } from 'aws-cdk-lib';
import { loadConfig } from '../config/load.ts';
import { JobwatchStack } from './jobwatch-stack.ts';

const defaultConfigFile = 'jobwatch.yaml';

/**
 * Adds the stack of the configuration that `-c config=` names. Throws ConfigError, DeploymentError.
 */
export async function addJobwatch(app: App): Promise<JobwatchStack> {
  const file: unknown = app.node.tryGetContext('config');
  const config = await loadConfig(typeof file === 'string' ? file : defaultConfigFile);
  return new JobwatchStack(app, { config });
}
