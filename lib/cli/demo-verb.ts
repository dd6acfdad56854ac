import type { Stage } from '../simulator/stage.ts';
import { showBacktest } from './backtest-report.ts';
import { reportJobs } from './check-report.ts';
import { showCheck } from './check-table.ts';
import { formatMinute } from './moment.ts';
import { planNotifications } from './notifications.ts';
import { showProgress } from './progress.ts';
import { replay } from './replay.ts';
import { withPrometheusOf } from './session.ts';
import { takeSnapshot } from './snapshot.ts';
import { formatTable } from './table.ts';
import type { Screen } from './terminal.ts';

/** Prints what was put into the history, what `check` says at its end, and what had alarmed. */
export async function showDemo(screen: Screen, demo: Stage): Promise<void> {
  const { config, incidents, to } = demo;
  screen.write('\nWhat happened in these 24 h:\n\n');
  const rows = incidents.map(({ job, from, to: end, what }) => [
    formatMinute(from),
    formatMinute(end),
    job ?? 'every job',
    what,
  ]);
  const titles = ['From (UTC)', 'To', 'Job', 'Incident'];
  const columns = titles.map(title => ({ title, align: 'left' as const }));
  screen.write(`${formatTable(screen, columns, rows).join('\n')}\n\n`);
  await withPrometheusOf(config, async ({ prometheus }) => {
    const snapshot = await takeSnapshot(prometheus, config.fleet, to);
    showCheck(screen, reportJobs(snapshot, config.maintenance), snapshot);
    screen.write('\n');
    // the history's first scrapes come a minute after its beginning
    const span = { from: to - 24 * 3600 + 120, to };
    const progress = showProgress('replaying the 24 h');
    const listener = { onProgress: progress.update };
    const result = await replay(prometheus, config.fleet, span, listener).finally(progress.done);
    const notifications = planNotifications(config, result.alarms, span);
    showBacktest(screen, { ...result, notifications });
  });
}
