import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backfill } from '../../../lib/simulator/backfill.ts';
import type { PrometheusBinaries } from '../../../lib/simulator/binary.ts';
import { startProgram, waitFor } from '../../exporters/real/processes.ts';
import { freePort } from '../../prometheus/server.ts';

/** A server on 127.0.0.1; `stop` also removes its files. */
export type Running = Readonly<{ url: string; port: number; stop: () => Promise<void> }>;

export type ServerOptions = Readonly<{
  /** Its configuration, as JSON, which is YAML. */
  config?: unknown;
  /** Its history, as lines of OpenMetrics text. */
  past?: readonly string[];
  flags?: readonly string[];
  /** Further files beside the configuration, by name. */
  files?: Readonly<Record<string, string>>;
  /** An agent stores nothing, and keeps its log elsewhere. */
  storage?: readonly string[];
}>;

/** Starts a Prometheus with any configuration, which the simulator's server does not allow. */
export async function startServer(
  binaries: PrometheusBinaries,
  options: ServerOptions = {},
): Promise<Running> {
  const { config = {}, past, flags = [], files = {} } = options;
  const directory = await mkdtemp(join(tmpdir(), 'jobwatch-set-up-'));
  const dataDirectory = join(directory, 'data');
  const texts = { 'prometheus.json': JSON.stringify(config), ...files };
  for (const [name, text] of Object.entries(texts)) await writeFile(join(directory, name), text);
  await mkdir(dataDirectory);
  if (past !== undefined) {
    await backfill({ binaries, dataDirectory, openMetrics: [`${past.join('\n')}\n# EOF\n`] });
  }
  const port = await freePort();
  const program = startProgram(binaries.prometheus, [
    `--config.file=${join(directory, 'prometheus.json')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=warn',
    ...(options.storage ?? [`--storage.tsdb.path=${dataDirectory}`]).map(flag =>
      flag.replace('DIRECTORY', directory),
    ),
    ...flags.map(flag => flag.replace('DIRECTORY', directory)),
  ]);
  const url = `http://127.0.0.1:${port}`;
  await waitFor(() => answers(`${url}/-/ready`), program.readOutput);
  const stop = () => program.stop().then(() => rm(directory, { recursive: true, force: true }));
  return { url, port, stop };
}

/** Starts an nginx with these lines inside `http`, in which `PORT` is replaced by its own. */
export async function startNginx(
  program: string,
  lines: string,
  files: Readonly<Record<string, string>> = {},
): Promise<Running> {
  const directory = await mkdtemp(join(tmpdir(), 'jobwatch-nginx-'));
  const port = await freePort();
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map(name => `${name}_temp_path ${directory}/${name};`)
    .join(' ');
  const http = lines.replaceAll('PORT', String(port)).replaceAll('DIRECTORY', directory);
  const text = `daemon off; master_process off; pid ${directory}/pid; error_log stderr warn;
events {}
http { access_log ${directory}/access.log; ${paths}
${http}
}
`;
  for (const [name, content] of Object.entries({ ...files, 'nginx.conf': text })) {
    await writeFile(join(directory, name), content);
  }
  const running = startProgram(program, ['-p', directory, '-c', join(directory, 'nginx.conf')]);
  await waitFor(() => answers(`http://127.0.0.1:${port}/`), running.readOutput);
  const stop = () => running.stop().then(() => rm(directory, { recursive: true, force: true }));
  return { url: `http://127.0.0.1:${port}`, port, stop };
}

/** Whether anything answers, with any answer. */
async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.body?.cancel();
    return response.status !== 503;
  } catch {
    return false;
  }
}
