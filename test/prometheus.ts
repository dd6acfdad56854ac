import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backfill, type OpenMetricsSource } from '../lib/simulator/backfill.ts';
import { findPrometheus } from '../lib/simulator/binary.ts';
import type { Ledger, Scenario } from '../lib/simulator/scenario.ts';
import { startPrometheus } from '../lib/simulator/server.ts';
import { simulate } from '../lib/simulator/simulate.ts';

/** A real Prometheus with a history; the ledger is empty if the history was given as text. */
export type PrometheusWithHistory = Readonly<{
  url: string;
  ledger: Ledger;
  /** Idempotent; also removes the data. */
  stop: () => Promise<void>;
}>;

/** A scenario to simulate, or OpenMetrics text that ends with `# EOF`. */
type History = Scenario | Readonly<{ openMetrics: string | OpenMetricsSource }>;

export async function withPrometheus(history: History): Promise<PrometheusWithHistory> {
  const binaries = await findPrometheus();
  const dataDirectory = await mkdtemp(join(tmpdir(), 'jobwatch-history-'));
  const remove = () => rm(dataDirectory, { recursive: true, force: true });
  const { openMetrics, ledger } = played(history);
  try {
    await backfill({ binaries, openMetrics, dataDirectory });
    const server = await startPrometheus({ binaries, dataDirectory });
    // A suite that is aborted must not leave a server running.
    process.once('exit', server.stop);
    const stop = () => server.stop().then(remove);
    return { url: server.url, ledger, stop };
  } catch (error) {
    await remove();
    throw error;
  }
}

function played(history: History): { openMetrics: OpenMetricsSource; ledger: Ledger } {
  if ('openMetrics' in history) {
    const { openMetrics } = history;
    const source = typeof openMetrics === 'string' ? [openMetrics] : openMetrics;
    return { openMetrics: source, ledger: { runs: [], unfinished: [] } };
  }
  const { openMetrics, ledger } = simulate(history);
  return { openMetrics: openMetrics(), ledger };
}
