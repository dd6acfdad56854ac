import { startProgram, waitFor } from '../../exporters/real/processes.ts';
import { freePort } from '../../prometheus/server.ts';
import {
  type Metric,
  metrics,
  startApplication,
  up,
  writeLabels,
  writePast,
} from './application.ts';
import {
  type Environment,
  type Examination,
  scrape,
  startPlain,
  writeScraped,
} from './environment.ts';
import { startServer } from './servers.ts';

const jobsOnly = { 'match[]': ['{__name__=~"job_.+"}'] };

const federate = (targets: readonly string[]) =>
  scrape('federate', targets, {
    metrics_path: '/federate',
    honor_labels: true,
    params: jobsOnly,
  });

/** Series keep the labels of where they were scraped, and `up` is that of the other Prometheus. */
export async function startFederation({ two, keep }: Environment): Promise<Examination> {
  const { target } = await keep(startApplication());
  const leaf = await keep(
    startServer(two, { config: { scrape_configs: [scrape('app', [target])] } }),
  );
  const instance = `127.0.0.1:${leaf.port}`;
  const past = [
    ...writePast(metrics, { labels: { job: 'app', instance: target } }),
    ...writePast([up], { labels: { job: 'federate', instance } }),
  ];
  const config = { scrape_configs: [federate([instance])] };
  const { url } = await keep(startServer(two, { config, past }));
  return { url, isLive: true };
}

/** Two Prometheus servers scrape the same, and a third one takes the series of both. */
export async function startFederatedPair({ two, keep }: Environment): Promise<Examination> {
  const { target } = await keep(startApplication());
  const leaves = await Promise.all(
    ['a', 'b'].map(replica => {
      const config = {
        global: { external_labels: { replica } },
        scrape_configs: [scrape('app', [target])],
      };
      return keep(startServer(two, { config }));
    }),
  );
  const past = ['a', 'b'].flatMap(replica =>
    writePast(metrics, { labels: { job: 'app', instance: target, replica } }),
  );
  const instances = leaves.map(({ port }) => `127.0.0.1:${port}`);
  const ups = instances.flatMap(instance =>
    writePast([up], { labels: { job: 'federate', instance } }),
  );
  const config = { scrape_configs: [federate(instances)] };
  const { url } = await keep(startServer(two, { config, past: [...past, ...ups] }));
  return { url, isLive: true };
}

/** A job that pushes what it has counted, because it is too short to be scraped. */
export async function startPushgateway({ two, debian, keep }: Environment): Promise<Examination> {
  const port = await freePort();
  const target = `127.0.0.1:${port}`;
  const parameters = [`--web.listen-address=${target}`, '--log.level=error'];
  const program = startProgram(
    debian.paths['prometheus-pushgateway'],
    parameters,
    debian.environment,
  );
  await keep(Promise.resolve(program));
  const push = () => {
    const now = Date.now() / 1000;
    const lines = metrics
      .filter(([name]) => !name.includes('duration'))
      .map(([name, labels, valueAt]) => `${name}{${writeLabels(labels)}} ${valueAt(now)}\n`);
    const body = lines.join('');
    return fetch(`http://${target}/metrics/job/nightly`, { method: 'PUT', body }).then(
      response => response.ok,
      () => false,
    );
  };
  await waitFor(push, program.readOutput);
  const pushed = metrics.filter(([name]) => !name.includes('duration'));
  const past = [
    ...writePast(pushed, { labels: { job: 'nightly' } }),
    ...writePast([up], { labels: { job: 'push', instance: target } }),
  ];
  const config = { scrape_configs: [scrape('push', [target], { honor_labels: true })] };
  const { url } = await keep(startServer(two, { config, past }));
  const more = 'sources: { application: { preset: jobs, duration: false } }';
  return { url, more, isLive: true };
}

/** Relabelling of metrics changes series, but not `up`. */
export async function startRewritten({ two, keep }: Environment): Promise<Examination> {
  const { target } = await keep(startApplication());
  const relabelling = [{ target_label: 'instance', replacement: 'billing' }];
  const past = [
    ...writePast(metrics, { labels: { job: 'app', instance: 'billing' } }),
    ...writePast([up], { labels: { job: 'app', instance: target } }),
  ];
  const config = {
    scrape_configs: [scrape('app', [target], { metric_relabel_configs: relabelling })],
  };
  const { url } = await keep(startServer(two, { config, past }));
  return { url, isLive: true };
}

/** Rules that sum over targets have neither `job` nor `instance`. */
export async function startRecorded({ two, keep }: Environment): Promise<Examination> {
  const { target } = await keep(startApplication());
  const rules = [
    { record: 'job:execution:total', expr: 'sum by (job_name, status) (job_execution_total)' },
    {
      record: 'job:last_success:max',
      expr: 'max by (job_name) (job_last_success_timestamp_seconds)',
    },
  ];
  const groups = [{ name: 'jobs', interval: '1s', rules }];
  const [runs, stamp] = metrics as [Metric, Metric];
  const recorded: Metric[] = [
    ['job:execution:total', runs[1], runs[2]],
    ['job:last_success:max', stamp[1], stamp[2]],
  ];
  const past = [...writePast(recorded), ...writeScraped(target)];
  const config = { rule_files: ['rules.json'], scrape_configs: [scrape('app', [target])] };
  const files = { 'rules.json': JSON.stringify({ groups }) };
  const { url } = await keep(startServer(two, { config, past, files }));
  const parts =
    'runs: { counter: "job:execution:total" }, lastSuccess: { gauge: "job:last_success:max" }';
  const more = `sources: { application: { preset: jobs, duration: false, ${parts} } }`;
  return { url, more, isLive: true };
}

/** A relabelling rule that keeps only the buckets of a histogram. */
export async function startBucketsOnly(environment: Environment): Promise<Examination> {
  const { two, keep } = environment;
  const { target } = await keep(startApplication());
  const dropped = /duration_seconds_(count|sum)$/;
  const relabelling = [
    { source_labels: ['__name__'], regex: '.*_duration_seconds_(count|sum)', action: 'drop' },
  ];
  const past = writeScraped(
    target,
    metrics.filter(([name]) => !dropped.test(name)),
  );
  const config = {
    scrape_configs: [scrape('app', [target], { metric_relabel_configs: relabelling })],
  };
  const { url } = await keep(startServer(two, { config, past }));
  return { url, isLive: true };
}

export async function startUsual(environment: Environment): Promise<Examination> {
  return { url: (await startPlain(environment)).url, isLive: true };
}
