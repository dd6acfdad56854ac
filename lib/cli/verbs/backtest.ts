import { type Command, Option } from 'commander';
import type { Config } from '../../config/config.ts';
import type { TimeRange } from '../../model/time-range.ts';
import { formatBacktestJson, hasFired, showBacktest } from '../backtest-report.ts';
import { CliError } from '../cli-error.ts';
import {
  type FailCondition,
  failConditions,
  isUnwanted,
  runCompare,
} from '../compare/run-compare.ts';
import {
  formatComparisonJson,
  formatComparisonMarkdown,
  showComparison,
} from '../compare/show-comparison.ts';
import { alignToMinute, formatIso, parseMoment, parsePastMoment } from '../moment.ts';
import { planNotifications } from '../notifications.ts';
import { showProgress } from '../progress.ts';
import { isWithoutData, replay } from '../replay.ts';
import { withSession } from '../session.ts';
import { createScreen } from '../terminal.ts';
import { configOption, exit, type Finish, type Format, formatOption } from './options.ts';
import { summaries } from './summaries.ts';

type BacktestOptions = Readonly<{
  config: string;
  from?: string;
  to: string;
  format: Format | 'markdown';
  failOnAlarm?: boolean;
  compare?: string;
  failOn?: FailCondition;
}>;

/** How far back it looks by default: a day, and a week for a comparison. */
const usual = { backtest: '-24h', compare: '-7d' } as const;

/**
 * Adds `backtest`. With `--fail-on-alarm` and `--fail-on` it can exit with 1, and it exits with 2 if
 * Prometheus has no data.
 */
export function addBacktest(program: Command, finish: Finish): void {
  program
    .command('backtest')
    .description(summaries.backtest)
    .option(...configOption)
    .option('--from <time>', 'the beginning: an ISO time, or a time before now (default: "-24h")')
    .option('--to <time>', 'the end', 'now')
    .addOption(formatOption(['table', 'json', 'markdown']))
    .option('--fail-on-alarm', 'exit with 1 if an alarm fired')
    .option(
      '--compare <old>',
      'compare with this older configuration, over the last week unless --from is given',
    )
    .addOption(
      new Option(
        '--fail-on <change>',
        'with --compare: exit with 1 if there is such a change',
      ).choices(failConditions),
    )
    .action(async (options: BacktestOptions) => {
      finish(await (options.compare === undefined ? runOne(options) : runBoth(options)));
    });
}

async function runOne(options: BacktestOptions): Promise<number> {
  const { config: file, failOn, failOnAlarm, format } = options;
  if (format === 'markdown' || failOn !== undefined) {
    const option = format === 'markdown' ? '--format markdown' : '--fail-on';
    throw new CliError('bad-argument', `${option}: expected --compare with it`);
  }
  const span = parseTimeRange({ from: usual.backtest, ...options });
  return withSession(file, async ({ config, prometheus }) => {
    const progress = showProgress('replaying');
    const listener = { onProgress: progress.update };
    const result = await replay(prometheus, config.fleet, span, listener).finally(progress.done);
    answer(config, format, result);
    if (isWithoutData(result)) return exit.unable;
    return failOnAlarm === true && hasFired(result) ? exit.breach : exit.well;
  });
}

async function runBoth(options: BacktestOptions): Promise<number> {
  const { config: after, compare: before = '', format, failOn } = options;
  const span = parseTimeRange({ from: usual.compare, ...options });
  const comparison = await runCompare({ before, after }, span);
  if (format === 'json') process.stdout.write(formatComparisonJson(comparison));
  else if (format === 'markdown') process.stdout.write(formatComparisonMarkdown(comparison));
  else showComparison(createScreen(process.stdout), comparison);
  return failOn !== undefined && isUnwanted(comparison, failOn) ? exit.breach : exit.well;
}

function answer(config: Config, format: Format, result: Awaited<ReturnType<typeof replay>>): void {
  const notifications = planNotifications(config, result.alarms, { ...result.span, ...result });
  const backtest = { ...result, notifications };
  if (format === 'json') process.stdout.write(formatBacktestJson(config, backtest));
  else showBacktest(createScreen(process.stdout), backtest);
}

/** A range that ends in the future ends now. */
function parseTimeRange(options: Readonly<{ from: string; to: string }>): TimeRange {
  const now = alignToMinute(Date.now() / 1000);
  const from = parsePastMoment('--from', options.from, now);
  const to = parseMoment('--to', options.to, now);
  if (from >= to) {
    const expected = `expected a time before --to (${formatIso(to)})`;
    throw new CliError('bad-argument', `--from: found ${options.from}, ${expected}`);
  }
  if (to > now) {
    process.stderr.write(
      `--to: ${options.to} is in the future; the range ends now, ${formatIso(now)}\n`,
    );
  }
  return { from, to: Math.min(to, now) };
}
