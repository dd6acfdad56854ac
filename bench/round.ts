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

/** What was measured for a fleet. */
export type FleetResult = Readonly<{ rounds: readonly RoundResult[]; day: DayResult }>;

/** A measurement begins this many minutes before the history ends. Each warm round is a minute later. */
const leadMinutes = 60;

/**
 * The least and most rounds after a cold one, in which the process reads what the cold one could
 * not.
 */
const settlingRounds = { least: 5, most: 35 } as const;

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
    const start = { ...traffic.start, prometheusCpuSeconds: startCpuSeconds };
    return {
      rounds: [{ ...common, phase: 'cold', ...cold, ...traffic.cold }, warmRound],
      day: addUpDay(warmRound, { start, hand }),
    };
  } finally {
    await Promise.all([stop(), sink.close()]);
  }
}

function addUpDay(
  warm: RoundResult,
  { start, hand }: Readonly<{ start: PrometheusCost; hand: PrometheusCost }>,
): DayResult {
  const { jobs, kind, floorPrometheusCpuSeconds } = warm;
  const coldStarts = assumptions.coldStartsADay;
  return {
    ...{ jobs, kind, start, coldStarts },
    day: addCosts([warm, minutesADay], [start, coldStarts]),
    floorPrometheusCpuSeconds: floorPrometheusCpuSeconds * minutesADay,
    hand: addCosts([hand, minutesADay]),
  };
}

/**
 * Runs rounds, the first of them cold, until two in a row could judge everything and had no minute
 * to fill: the first that can has no time for that. Throws if none can, because the rounds after it
 * would not be warm.
 */
async function settle<Result>(
  play: (round: number) => Promise<Result>,
  sink: Sink,
): Promise<Result[]> {
  const results: Result[] = [];
  let wholeInARow = 0;
  for (let round = 0; round <= settlingRounds.most; round += 1) {
    results.push(await play(round));
    wholeInARow = sink.isWhole() ? wholeInARow + 1 : 0;
    if (round >= settlingRounds.least && wholeInARow > 1) return results;
  }
  throw new Error(`no round of ${settlingRounds.most} after a cold start could judge everything`);
}

async function measureRounds(fleet: MeasuredFleet, servers: Servers) {
  const { sink, setup } = servers;
  const judge = await startJudge(fleet, servers, servers.url);
  const play = (round: number) => measureInvocation(judge, servers, findMinute(round));
  const settled = await settle(play, sink);
  const [cold] = settled;
  if (cold === undefined) throw new Error('no round was played');
  const last = Math.min(settled.length + setup.rounds, leadMinutes);
  const rounds: Figures[] = [];
  for (let round = settled.length; round < last; round += 1) rounds.push(await play(round));
  await judge.stop();
  const warm = summarize(rounds);
  const sum = settled.reduce((seconds, one) => seconds + one.prometheusCpuSeconds, 0);
  return { cold, warm, startCpuSeconds: sum - settled.length * warm.prometheusCpuSeconds };
}

/** The number of a round, counted from the cold one. */
function findMinute(round: number): number {
  return historyEnd - (leadMinutes - round) * 60;
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
  /** The cold round and the settling ones, minus as many warm ones. */
  start: Omit<PrometheusCost, 'prometheusCpuSeconds'>;
}>;

/** Records the traffic of a cold and a warm round. */
async function recordTraffic(fleet: MeasuredFleet, servers: Servers): Promise<Recorded> {
  const { url, sink } = servers;
  const recorder = await startRecorder(url);
  const judge = await startJudge(fleet, servers, recorder.url);
  const play = async (round: number) => {
    sink.keep();
    await judge.invoke(createScheduledEvent(findMinute(round)));
    return describeTraffic(recorder.take(), sink.take(), url);
  };
  const settled = await settle(play, sink);
  const warm = await play(settled.length);
  await judge.stop();
  recorder.close();
  const [cold = warm] = settled;
  const start = addCosts(...settled.map(one => [{ ...one, prometheusCpuSeconds: 0 }, 1] as const), [
    { ...warm, prometheusCpuSeconds: 0 },
    -settled.length,
  ]);
  return { cold, warm, start };
}
