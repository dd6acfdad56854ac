import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allAlarms } from '../../lib/alarms/all-alarms.ts';
import type { Config } from '../../lib/config/config.ts';
import { parseConfig } from '../../lib/config/load.ts';
import { createClipperDay } from '../../lib/simulator/clipper.ts';
import { randomFraction } from '../../lib/simulator/random.ts';
import { type AlarmWatch, watchAlarms } from '../alarm-watch.ts';
import { createClient } from '../faults/environment.ts';
import { type FaultyProxy, startFaultyProxy } from '../faults/proxy.ts';
import { withPrometheus } from '../prometheus.ts';
import { type RecordingCloudWatch, startRecordingCloudWatch } from '../recording-cloudwatch.ts';
import { makeBundle } from './bundles.ts';
import { type Comparison, compareDays, isOwn } from './compare-days.ts';
import { type PlannedMinute, planDay } from './plan.ts';
import { type Reference, replayDay } from './reference.ts';
import { startWarmFunction, type WarmFunction } from './warm-function.ts';

type SoakOptions = Readonly<{
  /** 1,440 minutes are the whole day of the six Clipper jobs. Fewer cover its failing runs. */
  minutes: number;
  seed: number;
  withTimeouts: boolean;
  onProgress?: (share: number) => void;
}>;

export type Soaked = Readonly<{
  comparison: Comparison;
  seed: number;
  minutes: number;
  faultMinutes: number;
  refusedMinutes: number;
  invocations: number;
  /** The invocations that ended in an error, by their minute. */
  failures: readonly string[];
  coldStarts: number;
  queries: number;
  publishCalls: number;
}>;

const hour = 3600;

/** The day's end. The history is in the past and always the same. */
const end = Date.parse('2026-11-23T00:00:00Z') / 1000;

/** Runs the deployed bundle through a day with faults and compares it with the day without. */
export async function runSoak(options: SoakOptions): Promise<Soaked> {
  const isDay = options.minutes >= 1440;
  // An hour in which the runs of clip_sync begin to fail.
  const from = isDay ? end - 24 * hour : end - 18 * hour;
  const span = { from, to: from + (options.minutes - 1) * 60 };
  const { scenario } = createClipperDay(end);
  const directory = await mkdtemp(join(tmpdir(), 'jobwatch-soak-'));
  const prometheus = await withPrometheus({ ...scenario, from: end - 28 * hour });
  const proxy = await startFaultyProxy(prometheus.url);
  const cloudWatch = await startRecordingCloudWatch();
  try {
    const yaml = await writeYaml(proxy.url);
    const config = parseConfig(yaml, { file: 'soak', baseDirectory: '/', readFile: () => '' });
    const reference = await readReference(prometheus.url, config, span);
    const bundle = await makeBundle(directory, yaml);
    const judge = startWarmFunction(bundle, cloudWatch.endpoint);
    const watch = watchAlarms(allAlarms(config, 'us-east-1'), cloudWatch);
    const plan = planDay({ ...options, from });
    const setup = { judge, proxy, cloudWatch, watch, options };
    const done = await play(plan, setup).finally(judge.stop);
    return {
      ...done,
      comparison: compareDays({ cloudWatch, changes: watch.changes }, reference, span),
      seed: options.seed,
      minutes: options.minutes,
      faultMinutes: plan.filter(({ fault }) => fault.kind !== 'none').length,
      refusedMinutes: plan.filter(({ refusal }) => refusal !== undefined).length,
      coldStarts: judge.coldStarts(),
      queries: proxy.requests(),
      publishCalls: cloudWatch.calls.get('PutMetricData') ?? 0,
    };
  } finally {
    await Promise.all([proxy.stop(), cloudWatch.stop(), prometheus.stop()]);
    await rm(directory, { recursive: true, force: true });
  }
}

/** Writes the example configuration with the proxy as its Prometheus. */
async function writeYaml(url: string): Promise<string> {
  const text = await readFile(join(import.meta.dirname, '..', '..', 'jobwatch.yaml'), 'utf8');
  return text.replace(/^ {2}url: .*$/m, `  url: ${url}`);
}

async function readReference(
  url: string,
  config: Config,
  span: Readonly<{ from: number; to: number }>,
): Promise<Reference> {
  const { fleet } = config;
  const client = createClient(url);
  const plans = allAlarms(config, 'us-east-1').filter(({ name }) => !isOwn(name));
  const reads = { ...span, readFrom: span.from - 3 * hour };
  return replayDay(client, { fleet, plans }, reads).finally(client.close);
}

type Setup = Readonly<{
  judge: WarmFunction;
  proxy: FaultyProxy;
  cloudWatch: RecordingCloudWatch;
  watch: AlarmWatch;
  options: SoakOptions;
}>;

async function play(plan: readonly PlannedMinute[], setup: Setup) {
  let invocations = 0;
  const failures: string[] = [];
  for (const [index, minute] of plan.entries()) {
    await injectFaults(minute, setup);
    const ended = await setup.judge.invoke(minute.at, minute.disturbance);
    invocations += ended.length;
    for (const { error } of ended) {
      if (error === undefined) continue;
      const faults = `${minute.fault.kind} ${minute.faultShare}, ${minute.refusal?.error ?? 'taken'}`;
      failures.push(`${new Date(minute.at * 1000).toISOString()} ${faults}: ${error.message}`);
    }
    setup.watch.evaluate(minute.at);
    setup.options.onProgress?.((index + 1) / plan.length);
  }
  return { invocations, failures };
}

async function injectFaults(minute: PlannedMinute, { proxy, cloudWatch, options }: Setup) {
  const { fault, faultShare, refusal, at } = minute;
  let request = 0;
  const some = () => {
    request += 1;
    const isMet = randomFraction(options.seed, 'request', at, request) < faultShare;
    return isMet ? fault : ({ kind: 'none' } as const);
  };
  await proxy.set(faultShare < 1 ? some : fault);
  cloudWatch.answerWith(
    refusal === undefined
      ? undefined
      : ({ nth }) =>
          randomFraction(options.seed, 'call', at, nth) < refusal.share ? refusal : 'take',
  );
}
