import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { backfill } from './backfill.ts';
import { findPrometheus } from './binary.ts';
import { createClipperDay } from './clipper.ts';
import type { Incident } from './clipper-incidents.ts';
import { serveApplication } from './live-application.ts';
import { type ScrapeTarget, startPrometheus } from './server.ts';
import { simulate } from './simulate.ts';

const exampleConfig = fileURLToPath(new URL('../../jobwatch.yaml', import.meta.url));

/** A Prometheus with the last day of the example's jobs, and the example config with its URL. */
export type Demo = Readonly<{
  config: Config;
  incidents: readonly Incident[];
  /** Unix seconds: the end of the history. */
  to: number;
  stop: () => Promise<void>;
}>;

/** When the day ends (`to`, Unix seconds), whether the jobs keep running, and who gets progress. */
export type DemoOptions = Readonly<{
  to: number;
  /** Clock in Unix seconds. With it, the jobs keep running and Prometheus keeps scraping them. */
  live?: () => number;
  progress: (message: string) => void;
}>;

/** After this time the demo's jobs stop. */
const liveSeconds = 3 * 86_400;

const liveScrapeSeconds = 10;

/** Starts a real Prometheus on loopback with the example's day. Throws `DemoError`. */
export async function startDemo({ to, live, progress }: DemoOptions): Promise<Demo> {
  const binaries = await findPrometheus({ progress });
  const { scenario, incidents } = createClipperDay(to, live === undefined ? to : to + liveSeconds);
  const end = Math.floor(to / 60) * 60;
  const undo: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const dataDirectory = await mkdtemp(join(tmpdir(), 'jobwatch-demo-'));
    undo.push(() => rm(dataDirectory, { recursive: true, force: true }));
    progress('Writing 24 h of history of the six example jobs …');
    const simulation = simulate(scenario);
    await backfill({ binaries, openMetrics: simulation.openMetrics(end), dataDirectory });
    const scrape: ScrapeTarget[] = [];
    if (live !== undefined) {
      const application = await serveApplication(simulation, liveScrapeSeconds, live);
      undo.push(application.stop);
      scrape.push(application.scrape);
    }
    const server = await startPrometheus({ binaries, dataDirectory, scrape });
    undo.push(server.stop);
    const example = await loadConfig(exampleConfig);
    const config = { ...example, connection: { ...example.connection, url: server.url } };
    return { config, incidents, to: end, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
