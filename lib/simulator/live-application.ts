import { createServer, type Server } from 'node:http';
import type { ScrapeTarget } from './server.ts';
import type { Simulation } from './simulate.ts';

/** A simulated application that serves its metrics over HTTP. */
type LiveApplication = Readonly<{
  /** The target for `startPrometheus`. */
  scrape: ScrapeTarget;
  stop: () => Promise<void>;
}>;

/** Names this target; the simulated targets keep their own labels. */
const scrapeJob = 'demo-simulator';

/** Serves the metrics of all simulated processes at `now()` (Unix seconds) on loopback. */
export async function serveApplication(
  simulation: Simulation,
  intervalSeconds: number,
  now: () => number,
): Promise<LiveApplication> {
  const server = createServer((_request, response) => {
    response.setHeader(
      'content-type',
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    );
    response.end(simulation.openMetricsAt(now()));
  });
  const port = await listen(server);
  return {
    scrape: { job: scrapeJob, targets: [`127.0.0.1:${port}`], intervalSeconds, honorLabels: true },
    stop: () => close(server),
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise(resolve => server.close(() => resolve()));
}
