import { createServer, type Server } from 'node:http';
import type { ScrapeTarget } from './server.ts';
import type { Simulation } from './simulate.ts';

/** A simulated application that is scraped as time goes by. */
export type LiveApplication = Readonly<{
  /** What `startPrometheus` is to scrape. */
  scrape: ScrapeTarget;
  stop: () => Promise<void>;
}>;

/** The scrape's own target; the simulated ones keep their labels. */
const scrapeJob = 'demo-simulator';

/** Serves what all simulated processes show at `now()` (Unix seconds), on loopback. */
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
