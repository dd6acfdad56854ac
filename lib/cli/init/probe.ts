import type { Config } from '../../config/config.ts';
import { ConfigError } from '../../config/error.ts';
import { parseConfig } from '../../config/load.ts';
import { CliError } from '../cli-error.ts';
import type { PrometheusLines } from './authentication.ts';

/**
 * A configuration that can query a server before anything is known about its jobs. Throws
 * `CliError` for invalid settings, with the option that set them.
 */
export function createProbe(prometheus: PrometheusLines): Config {
  const text = JSON.stringify({ prometheus, jobs: { none: { interval: '1h' } } });
  try {
    return parseConfig(text, { file: '--prometheus', baseDirectory: '/', readFile: () => '' });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const [problem] = error.problems;
    const message = `${findOption(problem?.path ?? '')}: found ${problem?.found}, expected ${problem?.expected}`;
    throw new CliError('bad-argument', message, { cause: error });
  }
}

const options: readonly (readonly [ending: string, option: string])[] = [
  ['.bearerEnv', '--bearer-env'],
  ['.username', '--username'],
  ['.passwordEnv', '--password-env'],
  ['.region', '--workspace-arn'],
  ['.workspaceArn', '--workspace-arn'],
  ['.X-Scope-OrgID', '--tenant'],
];

function findOption(path: string): string {
  return options.find(([ending]) => path.endsWith(ending))?.[1] ?? '--prometheus';
}
