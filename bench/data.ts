import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findPrometheus, type PrometheusBinaries } from '../lib/simulator/binary.ts';
import { startPrometheus } from '../lib/simulator/server.ts';
import { type FleetSize, historyEnd } from './fleet.ts';
import { listSeries } from './history.ts';
import { findPid } from './processes.ts';
import { encodeSeries, writeBatch } from './remote-write.ts';

const cache = join(import.meta.dirname, '..', '.cache', 'bench');

/** Increased when the format of the history changes. */
const version = 2;

/** Samples per series, and series, in one request. */
const timesPerBatch = 60;
const seriesPerBatch = 500;

/** A Prometheus with a fleet's history, and its process id. */
type ServedFleet = Readonly<{ url: string; pid: number; stop: () => Promise<void> }>;

export async function serveFleet(
  size: FleetSize,
  progress: (message: string) => void,
): Promise<ServedFleet> {
  const binaries = await findPrometheus({ progress });
  const dataDirectory = await prepareHistory(size, binaries, progress);
  const { url, stop } = await startPrometheus({ binaries, dataDirectory });
  process.once('exit', stop);
  return { url, stop, pid: findPid('--storage.tsdb.path=', new URL(url).host) };
}

/** Gives the data directory with the fleet's history. The first use writes it, which takes minutes. */
async function prepareHistory(
  size: FleetSize,
  binaries: PrometheusBinaries,
  progress: (message: string) => void,
): Promise<string> {
  const { jobs, historySeconds, scrapeSeconds } = size;
  const directory = join(cache, `${version}-${jobs}-${historySeconds}-${scrapeSeconds}`);
  if (existsSync(directory)) return directory;
  const unfinished = `${directory}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(cache, { recursive: true });
  const started = { binaries, dataDirectory: unfinished, takesRemoteWrite: true };
  const { url, stop } = await startPrometheus(started);
  try {
    await writeHistory(url, size, share =>
      progress(`writing the history of ${jobs} jobs, once: ${Math.round(100 * share)} %`),
    );
  } finally {
    await stop();
  }
  await rename(unfinished, directory);
  return directory;
}

/** Writes all series from the oldest sample on, as Prometheus rejects older samples later. */
async function writeHistory(
  url: string,
  size: FleetSize,
  report: (share: number) => void,
): Promise<void> {
  const series = listSeries(size, historyEnd).map(encodeSeries);
  const count = Math.floor(size.historySeconds / size.scrapeSeconds);
  for (let first = 0; first < count; first += timesPerBatch) {
    const length = Math.min(timesPerBatch, count - first);
    const times = Array.from(
      { length },
      (_, index) => historyEnd - (count - 1 - first - index) * size.scrapeSeconds,
    );
    for (let start = 0; start < series.length; start += seriesPerBatch) {
      const batch = { series: series.slice(start, start + seriesPerBatch), times };
      await writeBatch(url, batch);
    }
    report((first + length) / count);
  }
}
