import type { Config } from '../../config/config.ts';
import { ConfigError } from '../../config/error.ts';
import { parseConfig } from '../../config/load.ts';
import { CliError } from '../cli-error.ts';

/**
 * A configuration with which a server can be asked before anything is known of its jobs. Throws
 * `CliError` for a URL that no configuration would take.
 */
export function createProbe(url: string): Config {
  const text = `prometheus: { url: ${JSON.stringify(url)} }\njobs: { none: { interval: 1h } }\n`;
  try {
    return parseConfig(text, { file: '--prometheus', baseDirectory: '/', readFile: () => '' });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const [problem] = error.problems;
    const message = `--prometheus: found ${problem?.found}, expected ${problem?.expected}`;
    throw new CliError('bad-argument', message, { cause: error });
  }
}
