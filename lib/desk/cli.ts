import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { ConfigError } from '../config/error.ts';
import { PrometheusError } from '../prometheus/errors.ts';
import { anyFired, backtestJson, showBacktest } from './backtest-verb.ts';
import { checkJson, reportJobs, showCheck } from './check-verb.ts';
import { DemoError } from './demo/demo-error.ts';
import { DeskError } from './desk-error.ts';
import { alignToMinute, parseMoment } from './moment.ts';
import type { PreviewArguments } from './preview/run-preview.ts';
import { showProgress } from './progress.ts';
import { replay } from './replay.ts';
import { withSession } from './session.ts';
import { takeSnapshot } from './snapshot.ts';
import { printable, screenOf } from './terminal.ts';
import { addCost } from './verbs/cost.ts';
import { addDoctor } from './verbs/doctor.ts';
import { addMail } from './verbs/mail.ts';
import { configOption, exit, type Format, formatOption } from './verbs/options.ts';

/**
 * Runs one command line (without node and the program) and returns its exit status: 0 well, 1
 * something breaches, 2 it could not tell. Answers go to stdout, troubles to stderr.
 */
export async function runCli(args: readonly string[]): Promise<number> {
  let status: number = exit.well;
  const program = createProgram(code => {
    status = code;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exit.well : exit.unable;
    process.stderr.write(`${troubleOf(error)}\n`);
    return exit.unable;
  }
}

/** What went wrong, for a person: the message where it is ours, and the whole where it is a bug. */
function troubleOf(error: unknown): string {
  const known = [ConfigError, PrometheusError, DeskError, DemoError].some(
    kind => error instanceof kind,
  );
  if (error instanceof Error) return known ? error.message : (error.stack ?? error.message);
  return String(error);
}

function createProgram(finish: (status: number) => void): Command {
  const program = new Command('jobwatch')
    .description('Watches periodic background jobs through Prometheus.')
    .exitOverride()
    .showHelpAfterError('(jobwatch --help tells more)');
  addCheck(program, finish);
  addBacktest(program, finish);
  addPreview(program);
  addDemo(program);
  addCost(program, finish);
  addDoctor(program, finish);
  addMail(program, finish);
  return program;
}

function addCheck(program: Command, finish: (status: number) => void): void {
  program
    .command('check')
    .description('what Jobwatch says of each job at this minute')
    .option(...configOption)
    .option('--at <time>', 'the minute to judge', 'now')
    .addOption(formatOption())
    .action(async ({ config, at, format }: { config: string; at: string; format: Format }) => {
      const minute = parseMoment('--at', at, Date.now() / 1000);
      const breach = await withSession(config, async ({ config: { fleet }, prometheus }) => {
        const snapshot = await takeSnapshot(prometheus, fleet, minute);
        const reports = reportJobs(fleet, snapshot);
        if (format === 'json') process.stdout.write(checkJson(reports, snapshot));
        else showCheck(screenOf(process.stdout), reports, snapshot);
        return reports.some(({ breaches }) => breaches.length > 0);
      });
      finish(breach ? exit.breach : exit.well);
    });
}

type BacktestOptions = Readonly<{
  config: string;
  from: string;
  to: string;
  format: Format;
  failOnAlarm?: boolean;
}>;

function addBacktest(program: Command, finish: (status: number) => void): void {
  program
    .command('backtest')
    .description('which alarms a span of time would have raised')
    .option(...configOption)
    .option('--from <time>', 'where to begin: an ISO time, or back from now', '-24h')
    .option('--to <time>', 'where to end', 'now')
    .addOption(formatOption())
    .option('--fail-on-alarm', 'exit with 1 if an alarm fired')
    .action(async (options: BacktestOptions) => {
      const span = spanOf(options);
      await withSession(options.config, async ({ config, prometheus }) => {
        const progress = showProgress('replaying');
        const result = await replay(prometheus, config.fleet, span, {
          onProgress: progress.update,
        }).finally(progress.done);
        if (options.format === 'json') process.stdout.write(backtestJson(config, result));
        else showBacktest(screenOf(process.stdout), result);
        finish(options.failOnAlarm === true && anyFired(result) ? exit.breach : exit.well);
      });
    });
}

type DemoArguments = Readonly<{ port?: number; once?: boolean }>;

function addDemo(program: Command): void {
  program
    .command('demo')
    .description('a day of six example jobs on a real Prometheus, without an AWS account')
    .option(...portOption)
    .option('--once', 'print the findings and end')
    .action(async ({ port, once = false }: DemoArguments) => {
      const { runDemo } = await import('./demo/run-demo.ts');
      await runDemo({ port, once });
    });
}

const portOption = [
  '--port <port>',
  'where the page is served (default: 9777, or another where that is taken)',
  parsePort,
] as const;

function addPreview(program: Command): void {
  program
    .command('preview')
    .description('the dashboard as a page on this machine, without an AWS account')
    .option(...configOption)
    .option('--from <time>', 'where to begin: an ISO time, or back from now', '-6h')
    .option('--to <time>', 'where to end; without it the page goes on with the time')
    .option(...portOption)
    .action(async (options: PreviewArguments) => {
      const { runPreview } = await import('./preview/run-preview.ts');
      await runPreview(options);
    });
}

function spanOf({ from, to }: Readonly<{ from: string; to: string }>) {
  const now = alignToMinute(Date.now() / 1000);
  const span = { from: parseMoment('--from', from, now), to: parseMoment('--to', to, now) };
  if (span.from < span.to) return span;
  throw new DeskError('bad-argument', `--from: found ${from}, expected a time before --to (${to})`);
}

/** A TCP port, for commander's option parsing. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError(`found "${printable(text)}", expected a port from 0 to 65535`);
}
