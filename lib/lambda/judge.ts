import { toHeartbeat } from '../cloudwatch/datum.ts';
import { heartbeats } from '../cloudwatch/heartbeat.ts';
import { createSentWhileOn } from '../cloudwatch/sent-while-on.ts';
import { createUnlistedRatios } from '../cloudwatch/unlisted.ts';
import type { Judge, JudgeDependencies, JudgeHandler } from './dependencies.ts';
import { evaluateRound } from './evaluate-round.ts';
import { fillGaps } from './fill.ts';
import { advance, type Coverage } from './gaps.ts';
import { createVerdictJudge } from './judge-verdicts.ts';
import { parseMinute } from './minute.ts';
import { publish } from './publish.ts';
import { readPast } from './read-past.ts';
import { createSources, readMilliseconds, type SourcesReading } from './read-sources.ts';
import { toRoundData } from './round-data.ts';
import { describeRound } from './round-line.ts';

/**
 * The handler that judges every job. It throws only if CloudWatch did not accept the metrics or the
 * event is invalid.
 */
export function createJudge(dependencies: JudgeDependencies): JudgeHandler {
  const { alarms } = dependencies.config;
  return alarms === 'job' ? createVerdictJudge(dependencies) : createAlertJudge(dependencies);
}

/**
 * Publishes what alarms and panels read: always the present minute first, then the missed minutes.
 */
function createAlertJudge(dependencies: JudgeDependencies): JudgeHandler {
  const { config, prometheus, limits } = dependencies;
  const { fleet, connection } = config;
  const sources = createSources({ prometheus, fleet, url: connection.url, limits });
  const judge = {
    ...{ dependencies, sources },
    ratios: createUnlistedRatios(fleet),
    unlistedCount: createSentWhileOn(),
  };
  let coverage: Coverage | undefined;
  return async event => {
    const at = parseMinute(event);
    const started = dependencies.monotonic();
    const [reading, known] = await Promise.all([
      sources.read({ from: at, to: at }, readMilliseconds),
      coverage ?? readPast(judge, at),
    ]);
    coverage = advance(known, at, false);
    const isWhole = await judgeMinute(judge, { at, started, reading });
    coverage = advance(coverage, at, isWhole);
    if (isWhole) coverage = await fillGaps(judge, coverage, started);
  };
}

type Minute = Readonly<{ at: number; started: number; reading: SourcesReading }>;

/** Publishes what is known about the present minute, and returns whether that is everything. */
async function judgeMinute(judge: Judge, { at, started, reading }: Minute): Promise<boolean> {
  const { dependencies, sources, ratios } = judge;
  const histories = sources.histories();
  const round = evaluateRound(dependencies.config.fleet, { ...reading, histories }, at);
  const metrics = toRoundData(judge, round, ratios.update);
  const data = [toHeartbeat(round.heartbeat, at), ...metrics];
  const published = await publish(data, at, dependencies);
  const milliseconds = Math.round(dependencies.monotonic() - started);
  dependencies.log(describeRound({ round, reading, histories, published, milliseconds }));
  return round.heartbeat === heartbeats.whole;
}
