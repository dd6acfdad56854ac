import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { backfill } from '../lib/simulator/backfill.ts';
import { findPrometheus, type PrometheusBinaries } from '../lib/simulator/binary.ts';
import { startPrometheus } from '../lib/simulator/server.ts';
import { type FleetSize, historyEnd } from './fleet.ts';
import { writeHistory } from './history.ts';
import { pidOf } from './processes.ts';

const cache = join(import.meta.dirname, '..', '.cache', 'bench');

/** Raised when the history is written otherwise than before. */
const version = 1;

/** A Prometheus with a fleet's history, and its process. */
export type ServedFleet = Readonly<{ url: string; pid: number; stop: () => Promise<void> }>;

export async function serveFleet(
  size: FleetSize,
  progress: (message: string) => void,
): Promise<ServedFleet> {
  const binaries = await findPrometheus({ progress });
  const dataDirectory = await historyOf(size, binaries, progress);
  const { url, stop } = await startPrometheus({ binaries, dataDirectory });
  process.once('exit', stop);
  return { url, stop, pid: pidOf('--storage.tsdb.path=', new URL(url).host) };
}

/** A data directory that holds the fleet's history; written at its first use, which takes minutes. */
async function historyOf(
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
  progress(`writing ${jobs} jobs' history, once`);
  const openMetrics = writeHistory(size, historyEnd);
  await backfill({ binaries, openMetrics, dataDirectory: unfinished });
  await rename(unfinished, directory);
  return directory;
}
