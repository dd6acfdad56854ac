import { loadConfig } from '../../config/load.ts';
import type { TimeRange } from '../../model/time-range.ts';
import type { Backtest } from '../backtest-report.ts';
import { planNotifications } from '../notifications.ts';
import { showProgress } from '../progress.ts';
import { replay } from '../replay.ts';
import { withConfig } from '../session.ts';
import { type BacktestComparison, compareBacktests } from './compare-backtests.ts';

/** Replays a time range with two configurations, each against its own Prometheus, the old one first. */
export async function runCompare(
  files: Readonly<{ before: string; after: string }>,
  span: TimeRange,
): Promise<BacktestComparison> {
  // both are read before any query, so that a mistake is reported at once
  const [before, after] = [await loadConfig(files.before), await loadConfig(files.after)];
  const old = await runBacktest(before, span, `replaying ${files.before}`);
  return compareBacktests(old, await runBacktest(after, span, `replaying ${files.after}`));
}

type Config = Awaited<ReturnType<typeof loadConfig>>;

async function runBacktest(config: Config, span: TimeRange, label: string): Promise<Backtest> {
  const progress = showProgress(label);
  const listener = { onProgress: progress.update };
  const result = await withConfig(config, ({ prometheus }) =>
    replay(prometheus, config.fleet, span, listener),
  ).finally(progress.done);
  const notifications = planNotifications(config, result.alarms, { ...span, ...result });
  return { ...result, notifications };
}

/** What makes a comparison fail. */
export const failConditions = ['added', 'removed', 'any'] as const;

export type FailCondition = (typeof failConditions)[number];

/** Whether alarms or messages changed in the unwanted way. */
export function isUnwanted(
  { alarms, messages }: BacktestComparison,
  failure: FailCondition,
): boolean {
  const { added, removed } = messages;
  const has = (change: string) => alarms.some(alarm => alarm.change === change);
  switch (failure) {
    case 'added':
      return has('added') || added.length > 0;
    case 'removed':
      return has('removed') || removed.length > 0;
    case 'any':
      return alarms.length > 0 || added.length > 0 || removed.length > 0;
  }
}
