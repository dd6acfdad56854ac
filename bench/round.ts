import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { functionName } from '../lib/cloudwatch/names.ts';
import { findJudgeMegabytes } from '../lib/cost/judge-memory.ts';
import { listQuestions } from '../lib/sources/question.ts';
import { serveFleet } from './data.ts';
import { createMeasuredConfig, createScheduledEvent, type FleetSize, historyEnd } from './fleet.ts';
import { type Figures, type RoundResult, summarize, type Traffic } from './measured.ts';
import { readCpuMilliseconds, readMemoryMegabytes } from './processes.ts';
import { type Exchange, startRecorder } from './recorder.ts';
import { type Environment, startEnvironment } from './runtime-api.ts';
import { makeScratchDirectory } from './scratch.ts';
import { type Sink, startSink } from './sink.ts';

/** Bundles by function name, the runtime client's command, and the number of warm rounds. */
type RoundSetup = Readonly<{
  bundles: ReadonlyMap<string, string>;
  client: readonly string[];
  rounds: number;
  progress: (message: string) => void;
}>;

type Servers = Readonly<{ url: string; pid: number; sink: Sink; setup: RoundSetup }>;

/** A measurement begins this many minutes before the history ends. Each warm round is a minute later. */
const leadMinutes = 60;

/** Reads of every series, so that the CPU time is measurable in steps of 10 ms. */
const floorTouches = 10;

/** Rounds after a cold start in which what was left of it is made up for. */
const settlingRounds = 5;

/** Measures a cold and several warm rounds of the deployed judge, and the floor for both. */
export async function measureFleet(size: FleetSize, setup: RoundSetup): Promise<RoundResult[]> {
  const { url, pid, stop } = await serveFleet(size, setup.progress);
  const sink = await startSink();
  try {
    const servers = { url, pid, sink, setup };
    const traffic = await recordTraffic(size, servers);
    const floorPrometheusCpuSeconds = await measureFloor(size, servers);
    const { cold, warm } = await measureRounds(size, servers);
    const common = { ...size, floorPrometheusCpuSeconds };
    return [
      { ...common, phase: 'cold', ...cold, ...traffic.cold },
      { ...common, phase: 'warm', ...warm, ...traffic.warm },
    ];
  } finally {
    await Promise.all([stop(), sink.close()]);
  }
}

async function measureRounds(size: FleetSize, servers: Servers) {
  const { rounds, progress } = servers.setup;
  const judge = await startJudge(size, servers, servers.url);
  const begin = historyEnd - leadMinutes * 60;
  progress(`${size.jobs} jobs: cold`);
  const cold = await measureInvocation(judge, servers, begin);
  const warm: Figures[] = [];
  for (let round = 1; round <= Math.min(settlingRounds + rounds, leadMinutes); round += 1) {
    progress(`${size.jobs} jobs: round ${round} after the cold one`);
    const figures = await measureInvocation(judge, servers, begin + round * 60);
    if (round > settlingRounds) warm.push(figures);
  }
  await judge.stop();
  return { cold, warm: summarize(warm) };
}

/** Starts the deployed bundle with this fleet's configuration. */
function startJudge({ jobs }: FleetSize, { setup, sink }: Servers, url: string) {
  const config = createMeasuredConfig(jobs, url);
  const bundle = setup.bundles.get(functionName(config.service));
  if (bundle === undefined) throw new RangeError('there is no bundle of the judge');
  const directory = makeScratchDirectory();
  cpSync(bundle, directory, { recursive: true });
  writeFileSync(join(directory, 'config.json'), JSON.stringify(config));
  const environment = { AWS_ENDPOINT_URL_CLOUDWATCH: sink.url };
  const memoryMegabytes = findJudgeMegabytes(jobs);
  return startEnvironment({ directory, client: setup.client, environment, memoryMegabytes });
}

async function measureInvocation(
  environment: Environment,
  { pid }: Servers,
  at: number,
): Promise<Figures> {
  const own = readCpuMilliseconds(environment.pid);
  const ofPrometheus = readCpuMilliseconds(pid);
  const { milliseconds } = await environment.invoke(createScheduledEvent(at));
  return {
    wallSeconds: milliseconds / 1000,
    functionCpuSeconds: (readCpuMilliseconds(environment.pid) - own) / 1000,
    prometheusCpuSeconds: (readCpuMilliseconds(pid) - ofPrometheus) / 1000,
    functionPeakBytes: readMemoryMegabytes(environment.pid).peak * 1e6,
  };
}

type Recorded = Traffic & Readonly<{ samples: number }>;

/** Records the traffic of a cold and a warm round. */
async function recordTraffic(
  size: FleetSize,
  servers: Servers,
): Promise<Readonly<{ cold: Recorded; warm: Recorded }>> {
  const recorder = await startRecorder(servers.url);
  const judge = await startJudge(size, servers, recorder.url);
  const begin = historyEnd - leadMinutes * 60;
  const record = async (at: number): Promise<Recorded> => {
    servers.setup.progress(`${size.jobs} jobs: recording`);
    servers.sink.keep();
    await judge.invoke(createScheduledEvent(at));
    const calls = servers.sink.take();
    const exchanges = recorder.take();
    const refused = exchanges.find(({ status }) => status !== 200);
    if (refused !== undefined) throw new Error(`Prometheus answered ${refused.status}`);
    return {
      queries: exchanges.length,
      promqlBytes: exchanges.reduce((sum, one) => sum + readQuery(one).length, 0),
      answeredBytes: exchanges.reduce((sum, { answerBytes }) => sum + answerBytes, 0),
      calls: calls.length,
      metrics: calls.reduce((sum, { metrics }) => sum + metrics, 0),
      samples: await countSamples(exchanges, servers.url),
    };
  };
  const cold = await record(begin);
  for (let round = 1; round <= settlingRounds; round += 1) await record(begin + round * 60);
  const warm = await record(begin + (settlingRounds + 1) * 60);
  await judge.stop();
  recorder.close();
  return { cold, warm };
}

function readQuery({ body }: Exchange): string {
  return new URLSearchParams(body.toString()).get('query') ?? '';
}

/** Runs the same queries again with Prometheus's statistics. */
async function countSamples(exchanges: readonly Exchange[], url: string): Promise<number> {
  let samples = 0;
  for (const { path, body } of exchanges) {
    const form = new URLSearchParams(body.toString());
    form.set('stats', 'all');
    const response = await fetch(`${url}${path}`, { method: 'POST', body: form });
    const answer = (await response.json()) as StatsAnswer;
    samples += answer.data.stats?.samples?.totalQueryableSamples ?? 0;
  }
  return samples;
}

type StatsAnswer = Readonly<{
  data: Readonly<{ stats?: Readonly<{ samples?: Readonly<{ totalQueryableSamples: number }> }> }>;
}>;

/** Measures Prometheus's CPU time for counting the series that a round needs. */
async function measureFloor({ jobs }: FleetSize, servers: Servers): Promise<number> {
  const { url, pid, setup } = servers;
  const selectors = createMeasuredConfig(jobs, url).fleet.sources.flatMap(listQuestions);
  const touch = async () => {
    for (const { selector } of selectors) {
      const body = new URLSearchParams({ query: `count(${selector})`, time: String(historyEnd) });
      await (await fetch(`${url}/api/v1/query`, { method: 'POST', body })).text();
    }
  };
  setup.progress(`${jobs} jobs: the floor`);
  await touch();
  const before = readCpuMilliseconds(pid);
  for (let time = 0; time < floorTouches; time += 1) await touch();
  return (readCpuMilliseconds(pid) - before) / 1000 / floorTouches;
}
