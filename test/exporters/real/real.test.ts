import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningPrometheus } from '../../../lib/simulator/server.ts';
import { askBuckets, listQuestions } from '../../../lib/sources/question.ts';
import { parse } from '../../config/parse.ts';
import { at } from '../../corpus/clock.ts';
import { backtest, type HistoryServer, startHistory, summarize } from '../backtest.ts';
import { fiveHours, fiveJobs } from '../five-jobs.ts';
import { wanted } from '../wanted.ts';
import { bullMq } from './bullmq.ts';
import type { ExporterKind, RealExporter } from './exporter.ts';
import { nodeExporter } from './node-exporter.ts';
import { findExporters } from './programs.ts';
import { promClient } from './prom-client.ts';
import { pushgateway } from './pushgateway.ts';
import { listSeries, scrapeLive } from './scrape.ts';
import { recordRuns } from './time-lapse.ts';

type Open = ExporterKind & Readonly<{ running: RealExporter }>;

const exporters = [promClient, pushgateway, bullMq, nodeExporter];
const listed = exporters.flatMap(exporter => exporter.jobs.map(jobs => ({ ...exporter, ...jobs })));
const programs = await findExporters();

describe.skipIf(programs === undefined)('on metrics from running exporters, Jobwatch', () => {
  let open: readonly Open[] = [];
  let past: HistoryServer;
  let present: RunningPrometheus;
  beforeAll(async () => {
    if (programs === undefined) return;
    open = await Promise.all(
      exporters.map(async exporter => ({ ...exporter, running: await exporter.start(programs) })),
    );
    const recorded = open.map(async ({ title, running }) => ({
      lines: await recordRuns(running, fiveJobs, { title, hours: fiveHours }),
    }));
    past = await startHistory(await Promise.all(recorded));
    present = await scrapeLive(open);
  }, 120_000);
  afterAll(async () => {
    const running = [past, present, ...open.map(one => one.running)];
    await Promise.all(running.map(one => one?.stop()));
  });

  it.each(listed)('raises the alarms of five jobs of $title ($source)', async tested => {
    const { title, sources, source, name, lacks } = tested;
    const kinds = Object.keys(fiveJobs);
    const jobs = kinds.map(kind => [name(kind), { source, interval: '15m' }]);
    const fired = await backtest(past, {
      ...{ name: title, sources, jobs: Object.fromEntries(jobs) },
      span: [0, fiveHours * 60],
    });
    const named = fired.flatMap(one => {
      const kind = kinds.find(each => name(each) === one.job);
      return kind === undefined ? [] : [{ ...one, job: kind }];
    });
    expect(summarize(named)).toEqual(wanted.filter(line => lacks?.test(line) !== true));
  });

  it.each(exporters)('reads what a scrape of $title returns', async ({ title, sources }) => {
    for (const selector of listSelectors({ title, sources })) {
      const scraped = await listSeries(present, selector);
      expect(scraped.length, selector).toBeGreaterThan(0);
      expect(scraped, selector).toEqual(await listSeries(past, selector, at(fiveHours * 60)));
    }
  });
});

function listSelectors({ title, sources }: Pick<ExporterKind, 'title' | 'sources'>): string[] {
  const prometheus = { url: 'http://localhost', selector: `case="${title}"` };
  const text = JSON.stringify({ prometheus, sources, jobs: { any: { interval: '1h' } } });
  return parse(text).fleet.sources.flatMap(source =>
    [...listQuestions(source), askBuckets(source, []) ?? []]
      .flat()
      .flatMap(({ role, selector }) => (role === 'up' ? [] : [selector])),
  );
}
