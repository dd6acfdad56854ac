import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HistoryServer } from '../corpus/history.ts';
import { backtest, summarize } from '../exporters/backtest.ts';
import { createExposition, pick } from '../exporters/exposition.ts';
import { fiveHours, fiveJobs } from '../exporters/five-jobs.ts';
import { wanted } from '../exporters/wanted.ts';
import { findPrograms, startEngine } from './engine.ts';

const programs = await findPrograms('prometheus-3');
const target = { job: 'shop', instance: 'shop-1' };
const bounds = [10, 100, 1000];

/** OpenMetrics with OpenTelemetry's names, including dots, in quotes inside the braces. */
function* writeDotted(): Generator<string> {
  const exposition = createExposition('dots', fiveHours);
  exposition.gauge('up', target, () => 1);
  for (const [kind, runs] of Object.entries(fiveJobs)) {
    for (const [outcome, status] of Object.entries({ success: 'ok', failed: 'error' })) {
      const own = { ...target, kind, status, 'messaging.system': 'river' };
      const ended = pick(runs, outcome);
      exposition.counter(
        'river.work_count',
        own,
        ended.map(({ end }) => end),
      );
      exposition.timer('river.work_duration_histogram', own, ended, { bounds });
    }
  }
  const quoted = exposition.lines.map(line =>
    line.replace(/^([\w.]+)\{/, '{"$1",').replace('messaging.system=', '"messaging.system"='),
  );
  const families = Map.groupBy(quoted, line => line.slice(0, line.indexOf(',')));
  for (const [family, lines] of families) {
    yield `# TYPE ${family.slice(1)} unknown\n`;
    const series = Map.groupBy(lines, line => line.slice(0, line.lastIndexOf('}')));
    for (const samples of series.values()) yield `${samples.join('\n')}\n`;
  }
  yield '# EOF\n';
}

describe.skipIf(programs === undefined)('on Prometheus 3', () => {
  let server: HistoryServer;
  beforeAll(async () => {
    server = await startEngine('prometheus-3', programs ?? '', { openMetrics: writeDotted() });
  });
  afterAll(() => server?.stop());

  it('names with dots give the right alarms of five jobs', async () => {
    const jobs = Object.keys(fiveJobs).map(kind => [kind, { interval: '15m' }]);
    const fired = await backtest(server, {
      ...{ name: 'dots', sources: { own: { preset: 'river' } } },
      ...{ jobs: Object.fromEntries(jobs), span: [0, fiveHours * 60] },
    });
    expect(summarize(fired)).toEqual(wanted);
  });
});
