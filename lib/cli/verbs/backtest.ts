import type { Command } from 'commander';
import type { Span } from '../../alarms/alarm-histories.ts';
import type { Config } from '../../config/config.ts';
import { formatBacktestJson, hasFired, showBacktest } from '../backtest-report.ts';
import { CliError } from '../cli-error.ts';
import { alignToMinute, formatIso, parseMoment, parsePastMoment } from '../moment.ts';
import { planNotifications } from '../notifications.ts';
import { showProgress } from '../progress.ts';
import { replay } from '../replay.ts';
import { withSession } from '../session.ts';
import { createScreen } from '../terminal.ts';
import { configOption, exit, type Finish, type Format, formatOption } from './options.ts';
import { summaries } from './summaries.ts';

type BacktestOptions = Readonly<{
  config: string;
  from: string;
  to: string;
  format: Format;
  failOnAlarm?: boolean;
}>;

/** Adds `backtest`: with `--fail-on-alarm` it ends with 1 where an alarm fired. */
export function addBacktest(program: Command, finish: Finish): void {
  program
    .command('backtest')
    .description(summaries.backtest)
    .option(...configOption)
    .option('--from <time>', 'where to begin: an ISO time, or back from now', '-24h')
    .option('--to <time>', 'where to end', 'now')
    .addOption(formatOption())
    .option('--fail-on-alarm', 'exit with 1 if an alarm fired')
    .action(async (options: BacktestOptions) => {
      const span = parseSpan(options);
      await withSession(options.config, async ({ config, prometheus }) => {
        const progress = showProgress('replaying');
        const listener = { onProgress: progress.update };
        const result = await replay(prometheus, config.fleet, span, listener).finally(
          progress.done,
        );
        answer(config, options, result);
        finish(options.failOnAlarm === true && hasFired(result) ? exit.breach : exit.well);
      });
    });
}

function answer(
  config: Config,
  { format }: BacktestOptions,
  result: Awaited<ReturnType<typeof replay>>,
): void {
  const notifications = planNotifications(config, result.alarms, result.span);
  const backtest = { ...result, notifications };
  if (format === 'json') process.stdout.write(formatBacktestJson(config, backtest));
  else showBacktest(createScreen(process.stdout), backtest);
}

/** A span that ends in the future ends now: nothing is known of what comes. */
function parseSpan(options: Readonly<{ from: string; to: string }>): Span {
  const now = alignToMinute(Date.now() / 1000);
  const from = parsePastMoment('--from', options.from, now);
  const to = parseMoment('--to', options.to, now);
  if (from >= to) {
    const expected = `expected a time before --to (${formatIso(to)})`;
    throw new CliError('bad-argument', `--from: found ${options.from}, ${expected}`);
  }
  if (to > now) {
    process.stderr.write(
      `--to: ${options.to} is in the future; the span ends now, ${formatIso(now)}\n`,
    );
  }
  return { from, to: Math.min(to, now) };
}
