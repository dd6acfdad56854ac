import type { Config } from '../../config/config.ts';
import { billFor } from '../../cost/bill.ts';
import { formatUsd } from '../../cost/format-usd.ts';
import { recommendMode } from '../../cost/modes.ts';
import { formatParagraph } from '../table.ts';
import type { Screen } from '../terminal.ts';

export type Written = Readonly<{
  config: Config;
  /** The path of the configuration as the user gave it. */
  file: string;
  /** Whether the CDK app of the directory deploys the configuration that `-c config=` names. */
  deploysConfig: boolean;
  /** Whether doctor found an error. */
  hasError: boolean;
}>;

/** What a configuration costs in both alarm modes, and what to do next. */
export function showNextSteps(screen: Screen, written: Written): void {
  screen.write(`\n${screen.style('bold', 'What it costs')}, at most, in US dollars per month\n`);
  for (const line of listCosts(written.config)) {
    screen.write(`${formatParagraph(screen, '  -', line)}\n`);
  }
  screen.write(`\n${screen.style('bold', 'What to do next')}\n`);
  listSteps(written).forEach((step, index) => {
    screen.write(`${formatParagraph(screen, `  ${index + 1}.`, step)}\n`);
  });
}

const modes = {
  alert: 'one alarm per alert and job, all metrics',
  job: 'one verdict metric and two alarms per job',
} as const;

function listCosts(config: Config): string[] {
  const costs = Object.entries(modes).map(([mode, meaning]) => {
    const { totalUsd, freeTierUsd } = billFor({ ...config, alarms: mode as keyof typeof modes });
    const least = formatUsd(Math.max(0, totalUsd - freeTierUsd));
    return `alarms: ${mode}: ${formatUsd(totalUsd)} (${least} if nothing else uses the free tier): ${meaning}`;
  });
  return [...costs, recommendMode(config)];
}

function listSteps({ config, file, deploysConfig, hasError }: Written): string[] {
  const option = file === 'jobwatch.yaml' ? '' : ` --config ${file}`;
  const context = file === 'jobwatch.yaml' ? '' : ` -c config=${file}`;
  const deploy = deploysConfig
    ? `Deploy it: npx cdk@2 bootstrap, once per account, then npx cdk@2 deploy${context}`
    : 'There is already a cdk.json: add new Jobwatch(…) to one of your stacks, see docs/construct.md';
  return [
    ...(hasError ? ['Correct the errors that doctor found above'] : []),
    `Read ${file}: check each interval and schedule, and name under "notify" who is notified`,
    `See what it would have sent last week: npx jobwatch backtest --from -7d${option}`,
    `Open the dashboard on this machine: npx jobwatch preview${option}`,
    ...listSecrets(config),
    deploy,
    ...listReaches(config),
  ];
}

/** A function in AWS does not have the environment of this shell. */
function listSecrets({ connection: { auth } }: Config): string[] {
  if (auth.kind !== 'basic' && auth.kind !== 'bearer') return [];
  const [what, key] =
    auth.kind === 'basic' ? ['password', 'passwordSecretArn'] : ['token', 'bearerSecretArn'];
  return [`Put the ${what} into AWS Secrets Manager, and name it under prometheus.auth as ${key}`];
}

/** A function in AWS does not reach this machine or a private network. */
function listReaches({ connection, vpc }: Config): string[] {
  if (connection.url.startsWith('https:') || vpc !== undefined) return [];
  return [
    `Before you deploy, make sure that AWS can reach ${connection.url}: use another address, or name the network under "vpc"`,
  ];
}
