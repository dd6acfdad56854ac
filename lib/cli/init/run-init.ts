import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { loadConfig } from '../../config/load.ts';
import { CliError } from '../cli-error.ts';
import { listFindings, showDoctor } from '../doctor-verb.ts';
import { examineAt } from '../examine-at.ts';
import { alignToMinute, formatIso } from '../moment.ts';
import { withConfig } from '../session.ts';
import type { Screen } from '../terminal.ts';
import { takesConfig, writeAppFiles, writeNew } from './app-files.ts';
import { type AuthOptions, describePrometheus } from './authentication.ts';
import { discover, type FoundSource } from './discover.ts';
import { showNextSteps } from './next-steps.ts';
import { createProbe } from './probe.ts';
import { writeConfig } from './write-config.ts';

export type InitOptions = Readonly<{
  /** URL of a Prometheus. */
  url: string;
  /** How to authenticate. */
  auth?: AuthOptions;
  /** The file for the configuration. */
  file: string;
  /** Unix seconds. */
  now: number;
}>;

/**
 * Examines a Prometheus, writes what it found as a configuration, and says what to do next. It
 * overwrites nothing. Throws `CliError`, `ConfigError`, `PrometheusError`.
 */
export async function runInit(screen: Screen, options: InitOptions): Promise<void> {
  const { url, auth = {}, file, now } = options;
  refuseExisting(file);
  const directory = dirname(resolve(file));
  const at = alignToMinute(now);
  const lines = await describePrometheus(url, auth, findAccount);
  const probe = createProbe(lines);
  const { connection } = probe;
  screen.write(`Examining ${connection.url}\n`);
  const sources = await withConfig(probe, ({ prometheus }) => discover(prometheus, at));
  if (sources.length === 0) throw createNothingFoundError(connection.url);
  for (const source of sources) screen.write(`${describeSource(source)}\n`);
  const text = writeConfig({
    service: nameService(directory),
    prometheus: { ...lines, url: connection.url },
    sources,
    schema: findSchema(directory),
    day: formatIso(at).slice(0, 10),
  });
  if (!(await writeNew(file, text))) refuseExisting(file);
  const appFiles = await writeAppFiles(directory);
  screen.write(`Wrote ${[file, ...appFiles].join(', ')}\n\n`);
  await concludeInit(screen, { file, at, directory });
}

async function findAccount(region: string): Promise<string> {
  const { findAccountId } = await import('../../deployed/caller.ts');
  return findAccountId(region);
}

type Conclusion = Readonly<{ file: string; at: number; directory: string }>;

/** The account is not examined: nothing is deployed yet. */
async function concludeInit(screen: Screen, { file, at, directory }: Conclusion): Promise<void> {
  const config = await loadConfig(file);
  const account = { findings: [], notChecked: 'nothing is deployed yet' };
  const examined = await withConfig(config, session => examineAt(session, at, async () => account));
  showDoctor(screen, examined);
  const hasError = listFindings(examined).some(({ level }) => level === 'error');
  const deploysConfig = await takesConfig(directory);
  showNextSteps(screen, { config, file, deploysConfig, hasError });
}

function refuseExisting(file: string): void {
  if (!existsSync(file)) return;
  const advice = 'jobwatch init overwrites nothing: name another file with --config';
  throw new CliError('file-exists', `${file} already exists, and ${advice}`);
}

function createNothingFoundError(url: string): CliError {
  return new CliError(
    'source-silent',
    `${url} answers, but has no metrics of jobs that Jobwatch knows. If yours have other names, write them under "sources" in a jobwatch.yaml of your own: docs/config.md shows every form.`,
  );
}

function describeSource({ preset, jobs }: FoundSource): string {
  return `Found ${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'}: ${preset.title}`;
}

/** The directory's own name, as far as it can name a stack. */
function nameService(directory: string): string {
  const name = basename(directory)
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^[^A-Za-z]+|-+$/g, '')
    .slice(0, 40);
  return name === '' ? 'jobwatch' : name;
}

/** Where an editor finds the schema: in the installed package, or in a clone. */
function findSchema(directory: string): string | undefined {
  const places = ['node_modules/jobwatch/jobwatch.schema.json', 'jobwatch.schema.json'];
  const place = places.find(path => existsSync(join(directory, path)));
  return place === undefined ? undefined : `./${place}`;
}
