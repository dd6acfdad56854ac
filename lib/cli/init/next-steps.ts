import type { Config } from '../../config/config.ts';
import { billFor } from '../../cost/bill.ts';
import { formatUsd } from '../../cost/format-usd.ts';
import { formatParagraph } from '../table.ts';
import type { Screen } from '../terminal.ts';

export type Written = Readonly<{
  config: Config;
  /** The configuration's path as it was given. */
  file: string;
  /** Names of the files of the CDK app; none where there was a `cdk.json`. */
  appFiles: readonly string[];
  /** Whether doctor found an error. */
  hasError: boolean;
}>;

/** What a configuration costs in either alarm mode, and what to do next. */
export function showNextSteps(screen: Screen, written: Written): void {
  screen.write(`\n${screen.style('bold', 'What it costs')}, at most, in US dollars a month\n`);
  for (const line of listCosts(written.config)) {
    screen.write(`${formatParagraph(screen, '  -', line)}\n`);
  }
  screen.write(`\n${screen.style('bold', 'What to do next')}\n`);
  listSteps(written).forEach((step, index) => {
    screen.write(`${formatParagraph(screen, `  ${index + 1}.`, step)}\n`);
  });
}

const modes = {
  alert: 'an alarm for each alert of each job, all metrics',
  job: 'one verdict metric and two alarms for each job',
} as const;

function listCosts(config: Config): string[] {
  return Object.entries(modes).map(([mode, meaning]) => {
    const { totalUsd, freeTierUsd } = billFor({ ...config, alarms: mode as keyof typeof modes });
    const least = formatUsd(Math.max(0, totalUsd - freeTierUsd));
    return `alarms: ${mode}: ${formatUsd(totalUsd)} (${least} where nothing else uses the free tier): ${meaning}`;
  });
}

function listSteps({ config, file, appFiles, hasError }: Written): string[] {
  const option = file === 'jobwatch.yaml' ? '' : ` --config ${file}`;
  const context = file === 'jobwatch.yaml' ? '' : ` -c config=${file}`;
  const deploy =
    appFiles.length > 0
      ? `Deploy it: npx cdk@2 bootstrap, once for an account, then npx cdk@2 deploy${context}`
      : 'There is a cdk.json already: add new Jobwatch(…) to one of your stacks, see docs/construct.md';
  return [
    ...(hasError ? ['Correct what doctor calls an error above'] : []),
    `Read ${file}: check each rhythm, and name under "notify" who is told`,
    `See what it would have told you last week: npx jobwatch backtest --from -7d${option}`,
    `See the dashboard on this machine: npx jobwatch preview${option}`,
    ...listSecrets(config),
    deploy,
    ...listReaches(config),
  ];
}

/** A function in AWS has no environment of a person's. */
function listSecrets({ connection: { auth } }: Config): string[] {
  if (auth.kind !== 'basic' && auth.kind !== 'bearer') return [];
  const [what, key] =
    auth.kind === 'basic' ? ['password', 'passwordSecretArn'] : ['token', 'bearerSecretArn'];
  return [`Put the ${what} into AWS Secrets Manager, and name it under prometheus.auth as ${key}`];
}

/** A function in AWS does not reach what only this machine or a private network does. */
function listReaches({ connection, vpc }: Config): string[] {
  if (connection.url.startsWith('https:') || vpc !== undefined) return [];
  return [
    `Before that, see that AWS can reach ${connection.url}: name another address, or the network under "vpc"`,
  ];
}
