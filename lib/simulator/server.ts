import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PrometheusBinaries } from './binary.ts';
import { DemoError } from './demo-error.ts';

/** Targets that a local Prometheus scrapes. */
export type ScrapeTarget = Readonly<{
  job: string;
  /** Each is `host:port`. */
  targets: readonly string[];
  intervalSeconds: number;
  labels?: Readonly<Record<string, string>>;
  /** Keeps the labels `job` and `instance` of the scraped samples, as for a simulated application. */
  honorLabels?: boolean;
}>;

type StartOptions = Readonly<{
  binaries: PrometheusBinaries;
  /** Directory of its data. Default: a temporary directory that is removed at the stop. */
  dataDirectory?: string;
  scrape?: readonly ScrapeTarget[];
  /** Prometheus's flag. Default: `10y`, which keeps history with fixed dates. */
  retention?: string;
  /** Whether it accepts samples by remote write. */
  takesRemoteWrite?: boolean;
}>;

export type RunningPrometheus = Readonly<{
  /** Without a trailing slash. */
  url: string;
  /**
   * Stops the server and removes temporary files. A second call waits for the first. The signal is
   * sent synchronously, so the function can be called as the process exits.
   */
  stop: () => Promise<void>;
}>;

const readyTimeoutMilliseconds = 60_000;
const readyPollMilliseconds = 25;
/** A server that has not ended by then is killed. Its data is temporary or only read. */
const stopTimeoutMilliseconds = 10_000;
/** Another process may take the free port before Prometheus binds it. */
const startTries = 3;

/**
 * Starts a Prometheus on 127.0.0.1 and a free port, and waits until it is ready.
 * @throws DemoError `prometheus-exited`, `prometheus-not-ready`
 */
export async function startPrometheus(options: StartOptions): Promise<RunningPrometheus> {
  for (let left = startTries - 1; ; left -= 1) {
    try {
      return await startOnce(options);
    } catch (error) {
      const portTaken =
        error instanceof DemoError && error.message.includes('address already in use');
      if (!portTaken || left === 0) throw error;
    }
  }
}

async function startOnce(options: StartOptions): Promise<RunningPrometheus> {
  const directory = await mkdtemp(join(tmpdir(), 'jobwatch-prometheus-'));
  const port = await freePort();
  const dataDirectory = options.dataDirectory ?? join(directory, 'data');
  const configFile = join(directory, 'prometheus.json');
  await mkdir(dataDirectory, { recursive: true });
  await writeFile(configFile, formatConfig(options.scrape ?? []));
  const child = launch(options, [
    `--config.file=${configFile}`,
    `--storage.tsdb.path=${dataDirectory}`,
    `--web.listen-address=127.0.0.1:${port}`,
    ...(options.takesRemoteWrite === true ? ['--web.enable-remote-write-receiver'] : []),
  ]);
  const stop = createStop(child.process, directory);
  const url = `http://127.0.0.1:${port}`;
  try {
    await waitUntilReady(url, child);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

/** Prometheus reads YAML, and JSON is YAML. */
function formatConfig(scrape: readonly ScrapeTarget[]): string {
  const scrapeConfigs = scrape.map(
    ({ job, targets, intervalSeconds, labels = {}, honorLabels = false }) => ({
      job_name: job,
      honor_labels: honorLabels,
      scrape_interval: `${intervalSeconds}s`,
      scrape_timeout: `${Math.min(intervalSeconds, 10)}s`,
      static_configs: [{ targets, labels }],
    }),
  );
  return JSON.stringify({ scrape_configs: scrapeConfigs });
}

type Child = Readonly<{ process: ChildProcess; log: () => string; ended: () => boolean }>;

function launch(options: StartOptions, parameters: readonly string[]): Child {
  const { binaries, retention = '10y' } = options;
  const child = spawn(
    binaries.prometheus,
    [...parameters, `--storage.tsdb.retention.time=${retention}`, '--log.level=warn'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let log = '';
  let failed = false;
  child.stderr.on('data', (data: Buffer) => {
    log = (log + data.toString()).slice(-2000);
  });
  child.on('error', error => {
    failed = true;
    log += error.message;
  });
  const ended = () => failed || child.exitCode !== null || child.signalCode !== null;
  return { process: child, log: () => log.trim(), ended };
}

async function waitUntilReady(url: string, child: Child): Promise<void> {
  const polls = readyTimeoutMilliseconds / readyPollMilliseconds;
  for (let poll = 0; poll < polls; poll += 1) {
    if (child.ended()) {
      throw new DemoError(
        'prometheus-exited',
        `Prometheus exited while it started: ${child.log()}`,
      );
    }
    const response = await fetch(`${url}/-/ready`).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok === true) return;
    await sleep(readyPollMilliseconds);
  }
  throw new DemoError('prometheus-not-ready', `Prometheus did not become ready: ${child.log()}`);
}

function createStop(child: ChildProcess, directory: string): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  return () => {
    stopping ??= endProcess(child).then(() => rm(directory, { recursive: true, force: true }));
    return stopping;
  };
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMilliseconds);
  await ended;
  clearTimeout(kill);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
