import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { functionName } from '../lib/cloudwatch/names.ts';
import { assumptions } from '../lib/cost/assumptions.ts';
import { findJudgeMegabytes } from '../lib/cost/judge-memory.ts';
import { serveFleet } from './data.ts';
import {
  createMeasuredConfig,
  createScheduledEvent,
  historyEnd,
  type MeasuredFleet,
  nameFleet,
} from './fleet.ts';
import { measureFloor, measureHand } from './floor.ts';
import {
  addCosts,
  type DayResult,
  type Figures,
  minutesADay,
  type PrometheusCost,
  type RoundResult,
  summarize,
  type Traffic,
} from './measured.ts';
import { readCpuMilliseconds, readMemoryMegabytes } from './processes.ts';
import { startRecorder } from './recorder.ts';
import { type Environment, startEnvironment } from './runtime-api.ts';
import { makeScratchDirectory } from './scratch.ts';
import { type Sink, startSink } from './sink.ts';
import { describeTraffic } from './traffic.ts';

/** Bundles by function name, the runtime client's command, and the number of warm rounds. */
type RoundSetup = Readonly<{
  bundles: ReadonlyMap<string, string>;
  client: readonly string[];
  rounds: number;
  progress: (message: string) => void;
}>;

type Servers = Readonly<{ url: string; pid: number; sink: Sink; setup: RoundSetup }>;

/** What was measured of a fleet. */
export type FleetResult = Readonly<{ rounds: readonly RoundResult[]; day: DayResult }>;

/** A measurement begins this many minutes before the history ends. Each warm round is a minute later. */
const leadMinutes = 60;

/** Rounds after a cold start in which what was left of it is made up for. */
const settlingRounds = 5;

/** Measures a cold and several warm rounds of the deployed judge, the floor, and a day of both. */
export async function measureFleet(fleet: MeasuredFleet, setup: RoundSetup): Promise<FleetResult> {
  const { url, pid, stop } = await serveFleet(fleet, setup.progress);
  const sink = await startSink();
  const report = (what: string) => setup.progress(`${nameFleet(fleet)}: ${what}`);
  try {
    const servers = { url, pid, sink, setup };
    report('recording');
    const traffic = await recordTraffic(fleet, servers);
    report('the floor, and by hand');
    const floorPrometheusCpuSeconds = await measureFloor(fleet, servers);
    const hand = await measureHand(fleet, servers);
    report('rounds');
    const { cold, warm, startCpuSeconds } = await measureRounds(fleet, servers);
    const common = { ...fleet, floorPrometheusCpuSeconds };
    const warmRound = { ...common, phase: 'warm', ...warm, ...traffic.warm } as const;
    const first = { ...traffic.first, prometheusCpuSeconds: startCpuSeconds };
    return {
      rounds: [{ ...common, phase: 'cold', ...cold, ...traffic.cold }, warmRound],
      day: addUpDay(warmRound, { first, hand }),
    };
  } finally {
    await Promise.all([stop(), sink.close()]);
  }
}

/** `first` is what the cold round and the settling ones cost together. */
function addUpDay(
  warm: RoundResult,
  { first, hand }: Readonly<{ first: PrometheusCost; hand: PrometheusCost }>,
): DayResult {
  const { jobs, kind, floorPrometheusCpuSeconds } = warm;
  const coldStarts = assumptions.coldStartsADay;
  const start = addCosts([first, 1], [warm, -(1 + settlingRounds)]);
  return {
    ...{ jobs, kind, start, coldStarts },
    day: addCosts([warm, minutesADay], [start, coldStarts]),
    floorPrometheusCpuSeconds: floorPrometheusCpuSeconds * minutesADay,
    hand: addCosts([hand, minutesADay]),
  };
}

async function measureRounds(fleet: MeasuredFleet, servers: Servers) {
  const { rounds } = servers.setup;
  const judge = await startJudge(fleet, servers, servers.url);
  const begin = historyEnd - leadMinutes * 60;
  const cold = await measureInvocation(judge, servers, begin);
  let startCpuSeconds = cold.prometheusCpuSeconds;
  const warm: Figures[] = [];
  for (let round = 1; round <= Math.min(settlingRounds + rounds, leadMinutes); round += 1) {
    const figures = await measureInvocation(judge, servers, begin + round * 60);
    if (round > settlingRounds) warm.push(figures);
    else startCpuSeconds += figures.prometheusCpuSeconds;
  }
  await judge.stop();
  return { cold, warm: summarize(warm), startCpuSeconds };
}

/** Starts the deployed bundle with this fleet's configuration. */
function startJudge(fleet: MeasuredFleet, { setup, sink }: Servers, url: string) {
  const config = createMeasuredConfig(fleet, url);
  const bundle = setup.bundles.get(functionName(config.service));
  if (bundle === undefined) throw new RangeError('there is no bundle of the judge');
  const directory = makeScratchDirectory();
  cpSync(bundle, directory, { recursive: true });
  writeFileSync(join(directory, 'config.json'), JSON.stringify(config));
  const environment = { AWS_ENDPOINT_URL_CLOUDWATCH: sink.url };
  const memoryMegabytes = findJudgeMegabytes(fleet.jobs);
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

type Recorded = Readonly<{
  cold: Traffic;
  warm: Traffic;
  /** The cold round and the settling ones together. */
  first: Omit<PrometheusCost, 'prometheusCpuSeconds'>;
}>;

/** Records the traffic of a cold and a warm round. */
async function recordTraffic(fleet: MeasuredFleet, servers: Servers): Promise<Recorded> {
  const recorder = await startRecorder(servers.url);
  const judge = await startJudge(fleet, servers, recorder.url);
  const begin = historyEnd - leadMinutes * 60;
  const rounds: Traffic[] = [];
  for (let round = 0; round <= settlingRounds + 1; round += 1) {
    servers.sink.keep();
    await judge.invoke(createScheduledEvent(begin + round * 60));
    rounds.push(await describeTraffic(recorder.take(), servers.sink.take(), servers.url));
  }
  await judge.stop();
  recorder.close();
  const [cold, warm] = [rounds[0], rounds.at(-1)];
  if (cold === undefined || warm === undefined) throw new Error('no round was recorded');
  const first = addCosts(
    ...rounds.slice(0, -1).map(one => [{ ...one, prometheusCpuSeconds: 0 }, 1] as const),
  );
  return { cold, warm, first };
}
