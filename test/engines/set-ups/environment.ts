import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PrometheusBinaries } from '../../../lib/simulator/binary.ts';
import type { DebianPrograms } from '../../exporters/real/programs.ts';
import { type Metric, metrics, startApplication, up, writePast } from './application.ts';
import { type Running, type ServerOptions, startNginx, startServer } from './servers.ts';

/** The input for doctor. */
export type Examination = Readonly<{
  url: string;
  /** Lines at the top of the configuration. */
  more?: string;
  /** By how much this machine's clock is wrong, in seconds. */
  clock?: number;
  /** When doctor runs, Unix seconds; default: now. */
  at?: number;
  /** Present series have the labels that the past was written with. */
  isLive?: boolean;
}>;

/** Programs, and what has to be stopped afterwards. */
export type Environment = Readonly<{
  two: PrometheusBinaries;
  three: PrometheusBinaries;
  /** Directory of the programs of VictoriaMetrics. */
  victoria: string;
  debian: DebianPrograms;
  /** Stops it at the end of the test. */
  keep: <T extends Readonly<{ stop: () => Promise<void> }>>(running: Promise<T>) => Promise<T>;
}>;

export const scrape = (job: string, targets: readonly string[], more: object = {}) => ({
  job_name: job,
  scrape_interval: '1s',
  scrape_timeout: '1s',
  static_configs: [{ targets }],
  ...more,
});

/** A Prometheus that scrapes an application in the usual way, with a past of two hours. */
export async function startPlain({ two, keep }: Environment, options: ServerOptions = {}) {
  const { target } = await keep(startApplication());
  const past = writeScraped(target);
  const config = { scrape_configs: [scrape('app', [target])] };
  return keep(startServer(two, { config, past, ...options }));
}

/** The result of scraping the application at `target`, as lines. */
export function writeScraped(target: string, series: readonly Metric[] = metrics): string[] {
  return writePast([...series, up], { labels: { job: 'app', instance: target } });
}

/** An nginx with these lines inside `http` in front of a server. */
export function startBefore({ debian, keep }: Environment, lines: string): Promise<Running> {
  return keep(startNginx(debian.paths.nginx, lines));
}

/** A certificate for localhost from its own authority, and its key, as PEM. */
export async function makeIdentity(): Promise<Readonly<{ key: string; cert: string }>> {
  const directory = await mkdtemp(join(tmpdir(), 'jobwatch-tls-'));
  const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2'];
  const files = ['-keyout', key, '-out', cert];
  await promisify(execFile)('openssl', ['req', '-x509', ...curve, ...name, ...files]);
  const identity = { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
  await rm(directory, { recursive: true });
  return identity;
}
