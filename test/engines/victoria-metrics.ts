import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ScrapeTarget } from '../../lib/simulator/server.ts';
import { freePort } from '../prometheus/server.ts';

/** A VictoriaMetrics on 127.0.0.1 and a free port, with its own data. */
type RunningVictoriaMetrics = Readonly<{
  /** Without a trailing slash. */
  url: string;
  /** Imports OpenMetrics text, and returns when it can be queried. */
  importText: (pieces: Iterable<string>) => Promise<void>;
  /** Ends it and removes its data. The signal is sent synchronously. */
  stop: () => Promise<void>;
}>;

const readyPolls = 600;

/** What it scrapes by itself, and further flags of its command line. */
type VictoriaMetricsOptions = Readonly<{
  scrape?: readonly ScrapeTarget[];
  flags?: readonly string[];
}>;

/** Starts the program of a directory. */
export async function startVictoriaMetrics(
  programs: string,
  { scrape = [], flags = [] }: VictoriaMetricsOptions = {},
): Promise<RunningVictoriaMetrics> {
  const directory = await mkdtemp(join(tmpdir(), 'jobwatch-victoria-'));
  const scrapeConfig = join(directory, 'scrape.yml');
  await writeFile(scrapeConfig, formatScrapeConfig(scrape));
  const port = await freePort();
  const child = spawn(
    join(programs, 'victoria-metrics'),
    [
      `-httpListenAddr=127.0.0.1:${port}`,
      `-storageDataPath=${join(directory, 'data')}`,
      `-promscrape.config=${scrapeConfig}`,
      '-retentionPeriod=100y',
      '-memory.allowedBytes=512MB',
      '-loggerLevel=ERROR',
      ...flags,
    ],
    { stdio: 'ignore' },
  );
  const ended = new Promise<void>(resolve => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    await rm(directory, { recursive: true, force: true });
  };
  await waitUntilReady(url);
  return { url, stop, importText: pieces => importText(url, pieces) };
}

function formatScrapeConfig(scrape: readonly ScrapeTarget[]): string {
  const scrapeConfigs = scrape.map(
    ({ job, targets, intervalSeconds, labels = {}, honorLabels }) => ({
      job_name: job,
      honor_labels: honorLabels === true,
      scrape_interval: `${intervalSeconds}s`,
      static_configs: [{ targets, labels }],
    }),
  );
  return JSON.stringify({ scrape_configs: scrapeConfigs });
}

async function waitUntilReady(url: string): Promise<void> {
  for (let poll = 0; poll < readyPolls; poll += 1) {
    const response = await fetch(`${url}/health`).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok === true) return;
    await sleep(50);
  }
  throw new Error('VictoriaMetrics did not become ready');
}

/** Characters sent at once. */
const pieceLength = 4_000_000;

async function importText(url: string, pieces: Iterable<string>): Promise<void> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < pieceLength) continue;
    const end = text.lastIndexOf('\n') + 1;
    await post(`${url}/api/v1/import/prometheus`, inMilliseconds(text.slice(0, end)));
    text = text.slice(end);
  }
  await post(`${url}/api/v1/import/prometheus`, inMilliseconds(text));
  await post(`${url}/internal/force_flush`, '');
  await post(`${url}/internal/resetRollupResultCache`, '');
}

/** It accepts Prometheus's own text format, which has times in milliseconds. */
function inMilliseconds(openMetrics: string): string {
  return openMetrics.replace(/ ([\d.]+)$/gm, (_all, time) => ` ${Math.round(time * 1000)}`);
}

async function post(url: string, body: string): Promise<void> {
  const response = await fetch(url, { method: 'POST', body });
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status} ${await response.text()}`);
  await response.body?.cancel();
}
