import type { Stage } from '../simulator/stage.ts';
import { showBacktest } from './backtest-report.ts';
import { reportJobs, showCheck } from './check-report.ts';
import { formatMinute } from './moment.ts';
import { replay } from './replay.ts';
import { withPrometheusOf } from './session.ts';
import { takeSnapshot } from './snapshot.ts';
import { layTable } from './table.ts';
import type { Screen } from './terminal.ts';

/** Prints what was put into the history, what `check` says at its end, and what had alarmed. */
export async function showDemo(screen: Screen, stage: Stage): Promise<void> {
  const { config, incidents, to } = stage;
  screen.write('\nWhat happened in these 24 h:\n\n');
  const rows = incidents.map(({ job, from, to: end, what }) => [
    formatMinute(from),
    formatMinute(end),
    job ?? 'every job',
    what,
  ]);
  const titles = ['From (UTC)', 'To', 'Job', 'Incident'];
  const columns = titles.map(title => ({ title, align: 'left' as const }));
  screen.write(`${layTable(columns, rows, text => screen.style('bold', text)).join('\n')}\n\n`);
  await withPrometheusOf(config, async ({ prometheus }) => {
    const snapshot = await takeSnapshot(prometheus, config.fleet, to);
    showCheck(screen, reportJobs(config.fleet, snapshot), snapshot);
    screen.write('\n');
    // the history's first scrapes come a minute after its beginning
    const span = { from: to - 24 * 3600 + 120, to };
    showBacktest(screen, await replay(prometheus, config.fleet, span));
  });
}
