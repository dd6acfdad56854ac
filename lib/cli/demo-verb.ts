import type { Demo } from '../simulator/demo.ts';
import { showBacktest } from './backtest-report.ts';
import { reportJobs } from './check-report.ts';
import { showCheck } from './check-table.ts';
import { formatShortMinute } from './moment.ts';
import { planNotifications } from './notifications.ts';
import { showProgress } from './progress.ts';
import { replay } from './replay.ts';
import { withConfig } from './session.ts';
import { takeSnapshot } from './snapshot.ts';
import { formatTable } from './table.ts';
import type { Screen } from './terminal.ts';

const columns = [
  { title: 'From (UTC)', align: 'left' },
  { title: 'To', align: 'left', rank: 1 },
  { title: 'Job', align: 'left' },
  { title: 'Incident', align: 'left', wraps: true },
] as const;

/** Prints the incidents in the history, the result of `check` at its end, and the alarms that fired. Reports progress. */
export async function showDemo(
  screen: Screen,
  demo: Demo,
  report: (message: string) => void,
): Promise<void> {
  const { config, incidents, to } = demo;
  screen.write('\nWhat happened in these 24 h:\n\n');
  const rows = incidents.map(({ job, from, to: end, what }) => [
    formatShortMinute(from),
    formatShortMinute(end),
    job ?? 'every job',
    what,
  ]);
  screen.write(`${formatTable(screen, columns, rows).join('\n')}\n\n`);
  await withConfig(config, async ({ prometheus }) => {
    report('Judging the last minute …');
    const snapshot = await takeSnapshot(prometheus, config.fleet, to);
    showCheck(screen, reportJobs(snapshot, config.maintenance), snapshot);
    screen.write('\n');
    // the first scrapes come a minute after the history begins
    const span = { from: to - 24 * 3600 + 120, to };
    report('Replaying the 24 h …');
    const progress = showProgress('replaying');
    const listener = { onProgress: progress.update };
    const result = await replay(prometheus, config.fleet, span, listener).finally(progress.done);
    const notifications = planNotifications(config, result.alarms, { ...span, ...result });
    showBacktest(screen, { ...result, notifications });
  });
}
