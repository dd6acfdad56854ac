import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backfill } from '../../lib/simulator/backfill.ts';
import type { PrometheusBinaries } from '../../lib/simulator/binary.ts';
import { type EngineName, findEngine } from '../../lib/simulator/engines.ts';
import { type ScrapeTarget, startPrometheus } from '../../lib/simulator/server.ts';
import {
  type HistoryServer,
  type ScenarioHistory,
  serveHistories,
  writeHistories,
} from '../corpus/history.ts';
import { startVictoriaMetrics } from './victoria-metrics.ts';

/**
 * Where the programs of an engine are; `undefined` if they are not available, which CI must not ignore.
 */
export async function findPrograms(name: EngineName): Promise<string | undefined> {
  try {
    return await findEngine(name, { progress: report });
  } catch (error) {
    if (process.env.CI !== undefined && process.env.CI !== '') throw error;
    report(`NOT TESTED on ${name}: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

function report(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** An engine that contains the history of all these scenarios. */
export async function playOn(
  name: EngineName,
  programs: string,
  histories: readonly ScenarioHistory[],
): Promise<HistoryServer> {
  if (name === 'prometheus-3') return serveHistories(histories, binariesIn(programs));
  return startEngine(name, programs, { openMetrics: writeHistories(histories) });
}

/** An engine that contains a history, and continues to scrape targets. */
export async function startEngine(
  name: EngineName,
  programs: string,
  history: Readonly<{ openMetrics: Iterable<string>; scrape?: readonly ScrapeTarget[] }>,
): Promise<HistoryServer> {
  const { openMetrics, scrape = [] } = history;
  if (name === 'victoria-metrics') {
    const server = await startVictoriaMetrics(programs, { scrape });
    // A suite that is aborted must not leave a server running.
    process.once('exit', server.stop);
    await server.importText(openMetrics);
    return { url: server.url, stop: server.stop };
  }
  const binaries = binariesIn(programs);
  const dataDirectory = await mkdtemp(join(tmpdir(), 'jobwatch-engine-'));
  await backfill({ binaries, openMetrics, dataDirectory });
  const server = await startPrometheus({ binaries, dataDirectory, scrape });
  process.once('exit', server.stop);
  const remove = () => rm(dataDirectory, { recursive: true, force: true });
  return { url: server.url, stop: () => server.stop().then(remove) };
}

function binariesIn(programs: string): PrometheusBinaries {
  return { prometheus: join(programs, 'prometheus'), promtool: join(programs, 'promtool') };
}
