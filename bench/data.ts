import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findPrometheus, type PrometheusBinaries } from '../lib/simulator/binary.ts';
import { startPrometheus } from '../lib/simulator/server.ts';
import { historyEnd, type MeasuredFleet, nameFleet } from './fleet.ts';
import { listSeries } from './history.ts';
import { findPid } from './processes.ts';
import { type EncodedSeries, encodeSeries, writeBatch } from './remote-write.ts';

const cache = join(import.meta.dirname, '..', '.cache', 'bench');

/** Increased when the format of the history changes. */
const version = 2;

/** Samples per series, and series, in one request. */
const timesPerBatch = 60;
const seriesPerBatch = 2000;

/** Parallel requests. */
const concurrency = 2;

/** A Prometheus with a fleet's history, and its process id. */
type ServedFleet = Readonly<{ url: string; pid: number; stop: () => Promise<void> }>;

export async function serveFleet(
  fleet: MeasuredFleet,
  progress: (message: string) => void,
): Promise<ServedFleet> {
  const binaries = await findPrometheus({ progress });
  const dataDirectory = await prepareHistory(fleet, binaries, progress);
  const { url, stop } = await startPrometheus({ binaries, dataDirectory });
  process.once('exit', stop);
  return { url, stop, pid: findPid('--storage.tsdb.path=', new URL(url).host) };
}

/** Gives the data directory with the fleet's history. The first use writes it, which takes minutes. */
async function prepareHistory(
  fleet: MeasuredFleet,
  binaries: PrometheusBinaries,
  progress: (message: string) => void,
): Promise<string> {
  const { historySeconds, scrapeSeconds } = fleet;
  const name = nameFleet(fleet);
  const directory = join(cache, `${version}-${name}-${historySeconds}-${scrapeSeconds}`);
  if (existsSync(directory)) return directory;
  const unfinished = `${directory}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(cache, { recursive: true });
  const started = { binaries, dataDirectory: unfinished, takesRemoteWrite: true };
  const { url, stop } = await startPrometheus(started);
  try {
    await writeHistory(url, fleet, share =>
      progress(`${name}: writing the history, once: ${Math.round(100 * share)} %`),
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
  fleet: MeasuredFleet,
  report: (share: number) => void,
): Promise<void> {
  const { historySeconds, scrapeSeconds } = fleet;
  const series = listSeries(fleet, historyEnd).map(encodeSeries);
  const count = Math.floor(historySeconds / scrapeSeconds);
  for (let first = 0; first < count; first += timesPerBatch) {
    const length = Math.min(timesPerBatch, count - first);
    const times = Array.from(
      { length },
      (_, index) => historyEnd - (count - 1 - first - index) * scrapeSeconds,
    );
    const [from = 0, to = 0] = [times[0], times.at(-1)];
    const present = series.filter(
      ({ life }) => life === undefined || (life.from <= to && life.to >= from),
    );
    await writeTimes(url, present, times);
    report((first + length) / count);
  }
}

async function writeTimes(url: string, series: readonly EncodedSeries[], times: readonly number[]) {
  const starts = Array.from(
    { length: Math.ceil(series.length / seriesPerBatch) },
    (_, index) => index * seriesPerBatch,
  );
  const worker = async () => {
    for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
      await writeBatch(url, { series: series.slice(start, start + seriesPerBatch), times });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}
