import type { Command } from 'commander';
import { anyFired, backtestJson, showBacktest } from '../backtest-report.ts';
import { DeskError } from '../desk-error.ts';
import { alignToMinute, parseMoment } from '../moment.ts';
import { showProgress } from '../progress.ts';
import { replay } from '../replay.ts';
import { withSession } from '../session.ts';
import { screenOf } from '../terminal.ts';
import { configOption, exit, type Finish, type Format, formatOption } from './options.ts';

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

function spanOf({ from, to }: Readonly<{ from: string; to: string }>) {
  const now = alignToMinute(Date.now() / 1000);
  const span = { from: parseMoment('--from', from, now), to: parseMoment('--to', to, now) };
  if (span.from < span.to) return span;
  throw new DeskError('bad-argument', `--from: found ${from}, expected a time before --to (${to})`);
}
