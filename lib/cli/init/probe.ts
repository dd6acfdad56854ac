import type { Config } from '../../config/config.ts';
import { ConfigError } from '../../config/error.ts';
import { parseConfig } from '../../config/load.ts';
import { CliError } from '../cli-error.ts';

/**
 * A configuration with which a server can be asked before anything is known of its jobs; the token
 * stands in the environment. Throws `CliError` for a URL that no configuration would take.
 */
export function createProbe(url: string, bearerEnv?: string): Config {
  const auth = bearerEnv === undefined ? {} : { auth: { bearerEnv } };
  const text = JSON.stringify({ prometheus: { url, ...auth }, jobs: { none: { interval: '1h' } } });
  try {
    return parseConfig(text, { file: '--prometheus', baseDirectory: '/', readFile: () => '' });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const [problem] = error.problems;
    const option = problem?.path.endsWith('bearerEnv') ? '--bearer-env' : '--prometheus';
    const message = `${option}: found ${problem?.found}, expected ${problem?.expected}`;
    throw new CliError('bad-argument', message, { cause: error });
  }
}
