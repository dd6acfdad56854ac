import { findPrometheus } from '../../../lib/simulator/binary.ts';
import { type RunningPrometheus, startPrometheus } from '../../../lib/simulator/server.ts';
import type { RealExporter } from './exporter.ts';
import { waitFor } from './processes.ts';

type Named = Readonly<{ title: string; running: RealExporter }>;

/** A Prometheus that scrapes the exporters, once it has scraped each of them. */
export async function scrapeLive(exporters: readonly Named[]): Promise<RunningPrometheus> {
  const scrape = exporters.map(({ title, running }) => ({
    ...{ job: title, targets: [running.target], intervalSeconds: 1 },
    ...{ labels: { case: title }, honorLabels: running.honorLabels === true },
  }));
  const server = await startPrometheus({ binaries: await findPrometheus(), scrape });
  const countUp = async () => (await listSeries(server, 'up == 1')).length;
  await waitFor(
    async () => (await countUp()) === exporters.length,
    () => 'a scrape of each exporter',
  );
  return server;
}

/** The series that a query gives, each as sorted text without the labels of a target; `at` in Unix seconds. */
export async function listSeries(
  { url }: Pick<RunningPrometheus, 'url'>,
  query: string,
  at = Date.now() / 1000,
): Promise<string[]> {
  const parameters = new URLSearchParams({ query, time: String(at) });
  const response = await fetch(`${url}/api/v1/query?${parameters}`);
  const { data } = (await response.json()) as Readonly<{
    data: Readonly<{ result: readonly Readonly<{ metric: Record<string, string> }>[] }>;
  }>;
  return data.result.map(({ metric }) => writeSeries(metric)).toSorted();
}

function writeSeries(metric: Readonly<Record<string, string>>): string {
  const own = Object.entries(metric).filter(([label]) => label !== 'instance');
  return JSON.stringify(own.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
