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

/** A Prometheus that holds the example's last day, and the example's config pointed at it. */
export type Demo = Readonly<{
  config: Config;
  incidents: readonly Incident[];
  /** Unix seconds: the end of the history. */
  to: number;
  stop: () => Promise<void>;
}>;

/** What the stage needs to know: when the day ends, whether the jobs then go on, whom to tell. */
export type DemoOptions = Readonly<{
  to: number;
  /** The jobs go on running, and Prometheus watches them, at this clock's time (Unix seconds). */
  live?: () => number;
  progress: (message: string) => void;
}>;

/** Longer than anyone looks at a demo; afterwards its jobs stop. */
const liveSeconds = 3 * 86_400;

const liveScrapeSeconds = 10;

/** Sets the example's day up on a real Prometheus on loopback. Throws `DemoError`. */
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
