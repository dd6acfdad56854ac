import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checks } from '../lib/checks/index.ts';
import { functionName } from '../lib/cloudwatch/names.ts';
import { benchBundle } from './bundles.ts';
import type { ByHandWork } from './by-hand.ts';
import { serveFleet } from './data.ts';
import { type FleetSize, historyEnd, measuredConfig, measuredJob, minuteEvent } from './fleet.ts';
import type { FloorWork, ReadyRequest } from './floor.ts';
import {
  type Figures,
  medianFigures,
  type RoundResult,
  scaleFigures,
  sumFigures,
  type Traffic,
} from './measured.ts';
import { cpuMilliseconds, memoryMegabytes } from './processes.ts';
import { type Exchange, startRecorder } from './recorder.ts';
import { type Environment, startEnvironment } from './runtime-api.ts';
import { scratchDirectory } from './scratch.ts';
import { type Call, type Sink, startSink } from './sink.ts';

/** Bundles by function name, the program that runs them, and how often a round is repeated. */
export type RoundSetup = Readonly<{
  bundles: ReadonlyMap<string, string>;
  client: readonly string[];
  rounds: number;
  progress: (message: string) => void;
}>;

/** Jobs of the sample that is measured by hand. */
const mostSampled = 48;

type Servers = Readonly<{ url: string; pid: number; sink: Sink; setup: RoundSetup }>;

/** One fleet, three ways: the floor, Jobwatch's own functions, and what one writes by hand. */
export async function measureRound(size: FleetSize, setup: RoundSetup): Promise<RoundResult> {
  const { url, pid, stop } = await serveFleet(size, setup.progress);
  const sink = await startSink();
  try {
    const servers = { url, pid, sink, setup };
    const recordings = await record(size.jobs, servers);
    const byCheck = await compare(size.jobs, recordings, servers);
    return {
      ...size,
      rounds: setup.rounds,
      floor: sumFigures(Object.values(byCheck).map(({ floor }) => floor)),
      jobwatch: sumFigures(Object.values(byCheck).map(({ jobwatch }) => jobwatch)),
      traffic: trafficOf([...recordings.values()]),
      byHand: await measureByHand(size.jobs, servers),
      byCheck,
    };
  } finally {
    await Promise.all([stop(), sink.close()]);
  }
}

type Recording = Readonly<{ exchanges: readonly Exchange[]; calls: readonly Call[] }>;

/** What each check really sends for this minute. */
async function record(jobs: number, servers: Servers): Promise<ReadonlyMap<string, Recording>> {
  const { url, sink, setup } = servers;
  const recorder = await startRecorder(url);
  const recordings = new Map<string, Recording>();
  for (const { name } of checks) {
    setup.progress(`${jobs} jobs: recording ${name}`);
    const environment = await startCheck({ name, jobs, url: recorder.url }, servers);
    sink.keep();
    await environment.invoke(minuteEvent);
    const calls = sink.take();
    const exchanges = recorder.take();
    const refused = exchanges.find(({ status }) => status !== 200);
    if (refused !== undefined) throw new Error(`${name}: Prometheus said ${refused.status}`);
    const metrics = calls.reduce((sum, call) => sum + call.metrics, 0);
    if (metrics < jobs) throw new Error(`${name}: Prometheus did not answer in time`);
    recordings.set(name, { exchanges, calls });
    await environment.stop();
  }
  recorder.close();
  return recordings;
}

type CheckPlace = Readonly<{ name: (typeof checks)[number]['name']; jobs: number; url: string }>;

/** The deployed bundle, with the configuration of this fleet in the place of its own. */
function startCheck({ name, jobs, url }: CheckPlace, { setup, sink }: Servers) {
  const config = measuredConfig(jobs, url);
  const bundle = setup.bundles.get(functionName(config.service, name));
  if (bundle === undefined) throw new RangeError(`no bundle of ${name}`);
  const directory = scratchDirectory();
  cpSync(bundle, directory, { recursive: true });
  writeFileSync(join(directory, 'config.json'), JSON.stringify(config));
  return startEnvironment({ directory, client: setup.client, environment: publishingTo(sink) });
}

function publishingTo(sink: Sink): Record<string, string> {
  return { AWS_ENDPOINT_URL_CLOUDWATCH: sink.url };
}

/** The two in turn, warm, check by check: whatever else the machine does meets both. */
async function compare(
  jobs: number,
  recordings: ReadonlyMap<string, Recording>,
  servers: Servers,
): Promise<RoundResult['byCheck']> {
  const { setup, url, sink } = servers;
  const results: Record<string, { floor: Figures; jobwatch: Figures }> = {};
  for (const { name } of checks) {
    const recording = recordings.get(name) ?? { exchanges: [], calls: [] };
    const ours = await startCheck({ name, jobs, url }, servers);
    const least = await startFloor(recording, servers);
    const figures: Record<'floor' | 'jobwatch', Figures[]> = { floor: [], jobwatch: [] };
    for (let round = 0; round <= setup.rounds; round += 1) {
      setup.progress(`${jobs} jobs: ${name}, round ${round} of ${setup.rounds}`);
      const floor = await measureInvocation(least, servers);
      const before = sink.count();
      const jobwatch = await measureInvocation(ours, servers);
      const calls = sink.count() - before;
      if (calls !== recording.calls.length) throw new Error(`${name}: ${calls} calls in a round`);
      if (round === 0) continue; // cold
      figures.floor.push(floor);
      figures.jobwatch.push(jobwatch);
    }
    await Promise.all([ours.stop(), least.stop()]);
    const [floor, jobwatch] = [figures.floor, figures.jobwatch].map(medianFigures);
    if (floor !== undefined && jobwatch !== undefined) results[name] = { floor, jobwatch };
  }
  return results;
}

async function startFloor(recording: Recording, servers: Servers): Promise<Environment> {
  const { url, sink } = servers;
  const ready = (base: string, sent: Pick<Call, 'headers' | 'body'>): ReadyRequest => ({
    url: base,
    headers: sent.headers,
    body: sent.body.toString('base64'),
  });
  const work: FloorWork = {
    queries: recording.exchanges.map(sent => ready(`${url}${sent.path}`, sent)),
    calls: recording.calls.map(sent => ready(sink.url, sent)),
  };
  return startBench('floor.ts', work, servers);
}

async function startBench(file: string, work: object, servers: Servers): Promise<Environment> {
  const directory = await benchBundle(file);
  writeFileSync(join(directory, 'work.json'), JSON.stringify(work));
  const { client } = servers.setup;
  return startEnvironment({ directory, client, environment: publishingTo(servers.sink) });
}

/** CPU time comes in steps of 10 ms: for a small fleet only its sum over many rounds means much. */
async function measureInvocation(environment: Environment, { pid }: Servers): Promise<Figures> {
  const own = cpuMilliseconds(environment.pid);
  const ofPrometheus = cpuMilliseconds(pid);
  const { milliseconds } = await environment.invoke(minuteEvent);
  return {
    wallMilliseconds: milliseconds,
    cpuMilliseconds: cpuMilliseconds(environment.pid) - own,
    prometheusCpuMilliseconds: cpuMilliseconds(pid) - ofPrometheus,
    peakMegabytes: memoryMegabytes(environment.pid).peak,
  };
}

async function measureByHand(jobs: number, servers: Servers): Promise<RoundResult['byHand']> {
  const sampledJobs = Math.min(jobs, mostSampled);
  servers.setup.progress(`${jobs} jobs: by hand, ${sampledJobs} of them`);
  const names = Array.from({ length: sampledJobs }, (_, number) => measuredJob(number).name);
  const work: ByHandWork = { url: servers.url, jobs: names, at: historyEnd };
  const environment = await startBench('by-hand.ts', work, servers);
  await environment.invoke({}); // cold
  const figures = await measureInvocation(environment, servers);
  const { result } = await environment.invoke({});
  await environment.stop();
  const factor = jobs / sampledJobs;
  const { queries, calls } = JSON.parse(result) as { queries: number; calls: number };
  return {
    ...scaleFigures(figures, factor),
    sampledJobs,
    queries: queries * factor,
    calls: Math.ceil(calls * factor),
  };
}

function trafficOf(recordings: readonly Recording[]): Traffic {
  const exchanges = recordings.flatMap(recording => recording.exchanges);
  const calls = recordings.flatMap(recording => recording.calls);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
  return {
    queries: exchanges.length,
    askedBytes: sum(exchanges.map(({ body }) => body.length)),
    answeredBytes: sum(exchanges.map(({ answerBytes }) => answerBytes)),
    calls: calls.length,
    metrics: sum(calls.map(({ metrics }) => metrics)),
    publishedBytes: sum(calls.map(({ body }) => body.length)),
  };
}
