import { join } from 'node:path';
import { encodeSeries, writeBatch } from '../../../bench/remote-write.ts';
import { startProgram, waitFor } from '../../exporters/real/processes.ts';
import { freePort } from '../../prometheus/server.ts';
import { startVictoriaMetrics } from '../victoria-metrics.ts';
import { metrics, startApplication, up, writePast } from './application.ts';
import { type Environment, type Examination, scrape, writeScraped } from './environment.ts';
import { listTimes, writeHistograms } from './native-histograms.ts';
import { startServer } from './servers.ts';

/** Starts an engine that holds lines of OpenMetrics text. */
export type StartEngine = (environment: Environment, past: readonly string[]) => Promise<string>;

/** The engines of this page, by their names in the docs. */
export const engines: Readonly<Record<string, StartEngine>> = {
  'Prometheus 2': async ({ two, keep }, past) => (await keep(startServer(two, { past }))).url,
  'Prometheus 3': async ({ three, keep }, past) => (await keep(startServer(three, { past }))).url,
  VictoriaMetrics: async ({ victoria, keep }, past) => {
    const server = await keep(startVictoriaMetrics(victoria));
    await server.importText(past.map(line => `${line}\n`));
    return server.url;
  },
};

/** This machine's clock is two hours behind the engine's. */
export async function startAhead(
  environment: Environment,
  start: StartEngine,
): Promise<Examination> {
  return { url: await start(environment, writeScraped('app:8080')), clock: -7230 };
}

/** The samples come four minutes late, as by remote write. */
export async function startLate(
  environment: Environment,
  start: StartEngine,
): Promise<Examination> {
  const to = Math.floor(Date.now() / 60_000) * 60 - 240;
  const labels = { job: 'app', instance: 'app:8080' };
  const past = writePast([...metrics, up], { labels, to });
  return { url: await start(environment, past), at: to + 240 };
}

/** The engine has been scraping for two minutes. */
export async function startYoung(
  environment: Environment,
  start: StartEngine,
): Promise<Examination> {
  const labels = { job: 'app', instance: 'app:8080' };
  const to = Math.floor(Date.now() / 60_000) * 60;
  const past = writePast([...metrics, up], { labels, to, hours: 1 / 30 });
  return { url: await start(environment, past), at: to };
}

/** A native histogram has no series with a suffix. */
export async function startNative({ three, keep }: Environment): Promise<Examination> {
  const flags = ['--enable-feature=native-histograms', '--web.enable-remote-write-receiver'];
  const { url } = await keep(startServer(three, { flags }));
  const others = [...metrics, up].filter(([name]) => !name.includes('duration'));
  const series = others.map(([name, labels, valueAt]) =>
    encodeSeries({
      labels: { __name__: name, instance: 'app:8080', job: 'app', ...labels },
      valueAt,
    }),
  );
  await writeBatch(url, { series, times: listTimes() });
  await writeHistograms(url, {
    labels: {
      __name__: 'job_execution_duration_seconds',
      instance: 'app:8080',
      job: 'app',
      job_name: 'sync',
    },
    secondsPerRun: 6,
    intervalSeconds: 300,
  });
  return { url };
}

/** The same, configured as doctor advises. */
export async function startNativeRead(environment: Environment): Promise<Examination> {
  const duration = '{ histogram: job_execution_duration_seconds, native: true }';
  const more = `sources: { application: { preset: jobs, duration: ${duration} } }`;
  return { ...(await startNative(environment)), more };
}

const nowhere = { remote_write: [{ url: 'http://127.0.0.1:9/write' }] };

export const startAgentOfTwo = async ({ two, keep }: Environment): Promise<Examination> =>
  keep(
    startServer(two, {
      config: nowhere,
      storage: ['--enable-feature=agent', '--storage.agent.path=DIRECTORY/agent'],
    }),
  );

export const startAgentOfThree = async ({ three, keep }: Environment): Promise<Examination> =>
  keep(
    startServer(three, {
      config: nowhere,
      storage: ['--agent', '--storage.agent.path=DIRECTORY/agent'],
    }),
  );

/** vmagent, which has no part of Prometheus's query API. */
export async function startVmagent({ victoria, keep }: Environment): Promise<Examination> {
  return startAgentProgram({ victoria, keep }, ['-remoteWrite.url=http://127.0.0.1:9/write']);
}

type Programs = Pick<Environment, 'victoria' | 'keep'>;

async function startAgentProgram({ victoria, keep }: Programs, flags: readonly string[]) {
  const port = await freePort();
  const program = startProgram(join(victoria, 'vmagent'), [
    `-httpListenAddr=127.0.0.1:${port}`,
    `-remoteWrite.tmpDataPath=/tmp/jobwatch-vmagent-${port}`,
    '-loggerLevel=ERROR',
    ...flags,
  ]);
  await keep(Promise.resolve(program));
  const url = `http://127.0.0.1:${port}`;
  const isReady = () =>
    fetch(`${url}/health`).then(
      response => response.ok,
      () => false,
    );
  await waitFor(isReady, program.readOutput);
  return { url };
}

/** An agent scrapes, and a Prometheus receives what it writes. */
export async function startRemoteWrite({ two, three, keep }: Environment): Promise<Examination> {
  const { target } = await keep(startApplication());
  const flags = ['--web.enable-remote-write-receiver'];
  const past = writePast([...metrics, up], {
    labels: { cluster: 'eu', job: 'app', instance: target },
  });
  const { url } = await keep(startServer(two, { past, flags }));
  const config = {
    global: { external_labels: { cluster: 'eu' } },
    scrape_configs: [scrape('app', [target])],
    remote_write: [{ url: `${url}/api/v1/write`, queue_config: { batch_send_deadline: '1s' } }],
  };
  const storage = ['--agent', '--storage.agent.path=DIRECTORY/agent'];
  await keep(startServer(three, { config, storage }));
  return { url, isLive: true };
}
