import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Token } from 'aws-cdk-lib';
import type { Config } from '../config/config.ts';

/**
 * Calls `use` with the path of a file that contains the configuration as JSON. Only the user who
 * runs the synth can read the file, and it is deleted afterwards.
 */
export function withConfigFile<Result>(config: Config, use: (file: string) => Result): Result {
  const directory = mkdtempSync(join(tmpdir(), 'jobwatch-synth-'));
  try {
    const file = join(directory, 'config.json');
    writeFileSync(file, JSON.stringify(config, hideTokens), { mode: 0o600 });
    return use(file);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/**
 * Of the values that only the deployment knows, such as subnets of your own app, only secrets
 * matter.
 */
function hideTokens(key: string, value: unknown): unknown {
  if (key === 'secretArn' || !Token.isUnresolved(value)) return value;
  return 'known to the stack only';
}
