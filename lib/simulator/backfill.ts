import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PrometheusBinaries } from './binary.ts';
import { DemoError } from './demo-error.ts';
import { runProgram } from './run-program.ts';

/** A file with OpenMetrics text, or the text itself in pieces of any size that end with `# EOF`. */
export type OpenMetricsSource =
  | Readonly<{ path: string }>
  | Iterable<string>
  | AsyncIterable<string>;

type BackfillOptions = Readonly<{
  binaries: PrometheusBinaries;
  openMetrics: OpenMetricsSource;
  /** The directory a Prometheus will be started on. Its blocks may overlap older ones. */
  dataDirectory: string;
}>;

/**
 * The longest block that promtool writes. It reads the whole text once per block, so its default
 * of 2 h would read a day twelve times.
 */
const longestBlock = '24h';

/**
 * Writes history into a data directory that no running Prometheus uses.
 * @throws DemoError `backfill-failed` with promtool's words
 */
export async function backfill(options: BackfillOptions): Promise<void> {
  const { binaries, openMetrics, dataDirectory } = options;
  await mkdir(dataDirectory, { recursive: true });
  const directory = await mkdtemp(join(tmpdir(), 'jobwatch-backfill-'));
  try {
    const path = await saveText(openMetrics, directory);
    const blocks = ['tsdb', 'create-blocks-from', 'openmetrics', '--quiet'];
    const end = await runProgram(binaries.promtool, [
      ...blocks,
      `--max-block-duration=${longestBlock}`,
      path,
      dataDirectory,
    ]);
    if (!end.succeeded) {
      throw new DemoError('backfill-failed', `promtool rejected the history: ${end.output}`);
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function saveText(source: OpenMetricsSource, directory: string): Promise<string> {
  if ('path' in source) return source.path;
  const path = join(directory, 'history.txt');
  await pipeline(Readable.from(source), createWriteStream(path));
  return path;
}
