import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Config } from '../config/config.ts';
import { loadConfigSync, parseConfig } from '../config/load.ts';
import type { ConfigObject } from '../config/schema.ts';
import { DeploymentError } from './deployment-error.ts';
import { substituteTokens } from './secret-arns.ts';

type ConfigProps = Readonly<{ config?: ConfigObject | Config; configFile?: string }>;

/** The configuration that a construct was given, in any form. Throws ConfigError. */
export function readConfig({ config, configFile }: ConfigProps): Config {
  if ((config === undefined) === (configFile === undefined)) {
    const found = config === undefined ? 'neither' : 'both';
    const message = `found ${found} of "config" and "configFile", expected one of them`;
    throw new DeploymentError('no-config', message);
  }
  if (configFile !== undefined) return loadConfigSync(configFile);
  if (config === undefined || 'fleet' in config) return config as Config;
  // JSON is YAML, so an object is validated like the text of a file
  const { text, restore } = substituteTokens(config);
  const parsed = parseConfig(text, {
    file: 'config',
    baseDirectory: dirname(resolve('jobwatch.yaml')),
    readFile: path => readFileSync(path, 'utf8'),
  });
  return restore(parsed);
}
