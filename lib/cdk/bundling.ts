import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Connection, SecretReference } from '../config/config.ts';
import { type BundleVariant, findBundle } from './function-bundles.ts';
import { moveToEnvironment } from './secret-arns.ts';
import { findConnectionSecrets } from './secrets.ts';

/** What a function's code consists of besides its entry. */
export type Bundling = Readonly<{ variant: BundleVariant; configFile: string }>;

/** For functions that read the secrets of the connection only. */
export function createBundling(connection: Connection, configFile: string): Bundling {
  const secrets = findConnectionSecrets(connection).map(({ secret }) => secret);
  return { variant: findVariant(secrets), configFile };
}

/** The variant that can read these secrets. */
export function findVariant(secrets: readonly SecretReference[]): BundleVariant {
  const hasSecret = secrets.some(secret => 'secretArn' in secret);
  const hasParameter = secrets.some(secret => 'parameterArn' in secret);
  if (hasSecret && hasParameter) return 'both';
  if (hasSecret) return 'secrets';
  return hasParameter ? 'parameters' : 'plain';
}

/**
 * Calls `use` with the code of a function: its bundle as `index.mjs`, the configuration as
 * `config.json`, and the environment that this needs. `use` must pass the code to a function, which
 * copies it.
 */
export function withCode<Result>(
  entry: string,
  { variant, configFile }: Bundling,
  use: (code: Code, environment: Readonly<Record<string, string>>) => Result,
): Result {
  const directory = mkdtempSync(join(tmpdir(), 'jobwatch-code-'));
  try {
    const { text, environment } = moveToEnvironment(readFileSync(configFile, 'utf8'));
    copyFileSync(findBundle({ entry, variant }), join(directory, 'index.mjs'));
    writeFileSync(join(directory, 'config.json'), text);
    // Lambda runs the code as a different user, who must be able to read it.
    for (const name of ['index.mjs', 'config.json']) chmodSync(join(directory, name), 0o644);
    return use(Code.fromAsset(directory), environment);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
