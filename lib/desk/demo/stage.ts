import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../../config/config.ts';
import { loadConfig } from '../../config/load.ts';
import { backfill } from './backfill.ts';
import { findPrometheus } from './binary.ts';
import { clipperDay } from './clipper.ts';
import type { Incident } from './clipper-incidents.ts';
import { type ScrapeTarget, startPrometheus } from './server.ts';
import { simulate } from './simulate.ts';

const exampleConfig = fileURLToPath(new URL('../../../jobwatch.yaml', import.meta.url));

/** A Prometheus that holds the example's last day, and the example's config pointed at it. */
export type Stage = Readonly<{
  config: Config;
  incidents: readonly Incident[];
  /** Unix seconds: the end of the history. */
  to: number;
  stop: () => Promise<void>;
}>;

/** What the stage needs to know: when the day ends, who is scraped after it, whom to tell. */
export type StageOptions = Readonly<{
  to: number;
  scrape?: readonly ScrapeTarget[];
  progress: (message: string) => void;
}>;

/** Sets the example's day up on a real Prometheus on loopback. Throws `DemoError`. */
export async function setStage({ to, scrape = [], progress }: StageOptions): Promise<Stage> {
  const binaries = await findPrometheus({ progress });
  const { scenario, incidents } = clipperDay(to);
  const dataDirectory = await mkdtemp(join(tmpdir(), 'jobwatch-demo-'));
  const removeData = () => rm(dataDirectory, { recursive: true, force: true });
  try {
    progress('Writing 24 h of history of the six example jobs …');
    const openMetrics = simulate(scenario).openMetrics();
    await backfill({ binaries, openMetrics, dataDirectory });
    const server = await startPrometheus({ binaries, dataDirectory, scrape });
    const example = await loadConfig(exampleConfig);
    const config = { ...example, connection: { ...example.connection, url: server.url } };
    const stop = () => server.stop().then(removeData);
    return { config, incidents, to: scenario.to, stop };
  } catch (error) {
    await removeData();
    throw error;
  }
}
