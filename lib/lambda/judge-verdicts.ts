import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { findReachMinutes } from '../alarms/job-alarms.ts';
import type { JobVerdict } from '../alarms/verdict.ts';
import { toHeartbeat, toServiceVerdict, toVerdictData } from '../cloudwatch/datum.ts';
import type { Fleet } from '../model/job.ts';
import { findWithout } from '../prometheus/load-failures.ts';
import type { JudgeDependencies, JudgeHandler } from './dependencies.ts';
import { evaluateRound, type Round } from './evaluate-round.ts';
import { createVerdictFollower } from './follow-verdicts.ts';
import { parseMinute } from './minute.ts';
import { publish } from './publish.ts';
import {
  createSources,
  readMilliseconds,
  type Sources,
  type SourcesReading,
} from './read-sources.ts';
import { describeRound } from './round-line.ts';

/**
 * Publishes one verdict for each listed job, two for the whole service, and the heartbeat. Missed
 * minutes are judged, because hold times include them, but not published, because no alarm looks
 * back at them.
 */
export function createVerdictJudge(dependencies: JudgeDependencies): JudgeHandler {
  const { config, prometheus, limits } = dependencies;
  const { fleet, connection } = config;
  const sources = createSources({ prometheus, fleet, url: connection.url, limits });
  const followAll = createFleetFollower(fleet, sources);
  const findServiceVerdicts = createServiceVerdicts(fleet);
  let past: Promise<number | undefined> | undefined;
  const reachSeconds = findReachMinutes([...fleet.jobs, fleet.unlisted.settings]) * 60;
  return async event => {
    const at = parseMinute(event);
    const started = dependencies.monotonic();
    past ??= readPastUnlisted(dependencies, at);
    const reading = await sources.read({ from: at - reachSeconds, to: at }, readMilliseconds);
    const histories = sources.histories();
    const round = evaluateRound(fleet, { ...reading, histories }, at);
    const verdicts = followAll(reading, at);
    const data = [
      toHeartbeat(round.heartbeat, at),
      ...toListedData(fleet, verdicts, at),
      ...findServiceVerdicts({ round, verdicts, past: await past }),
    ];
    const published = await publish(data, at, dependencies);
    const milliseconds = Math.round(dependencies.monotonic() - started);
    dependencies.log(
      describeRound({ round, reading, histories, published, milliseconds, verdicts }),
    );
  };
}

/** How far back to look for alarms that an earlier process began. */
const pastSeconds = 2 * 86_400;

/** Without an answer nothing is known, and an alarm that may be on is ended. */
async function readPastUnlisted(
  { config, readUnlisted }: JudgeDependencies,
  at: number,
): Promise<number | undefined> {
  if (config.fleet.unlisted.maximum === 0) return undefined;
  try {
    return (await readUnlisted?.(at - pastSeconds, at - 60)) ?? (readUnlisted && 0);
  } catch {
    return undefined;
  }
}

/** Every source separately: if one cannot be read, the verdicts of its jobs stay as they are. */
function createFleetFollower(fleet: Fleet, sources: Sources) {
  const followers = new Map(
    fleet.sources.map(({ name }) => [name, createVerdictFollower(fleet)] as const),
  );
  return ({ failures }: SourcesReading, at: number): JobVerdict[] =>
    sources.histories().flatMap(history => {
      const found = failures.get(history.source.name);
      if (found?.has('all')) return [];
      const minute = { at, without: findWithout(found) };
      return followers.get(history.source.name)?.follow(history, minute) ?? [];
    });
}

function toListedData(fleet: Fleet, verdicts: readonly JobVerdict[], at: number): MetricDatum[] {
  const listed = new Set(fleet.jobs.map(({ name }) => name));
  const own = verdicts.filter(({ job, isMeasured }) => isMeasured && listed.has(job));
  return toVerdictData(new Map(own.map(({ job, verdict }) => [job, verdict])), at);
}

/** `past` is the last number of unlisted jobs that an earlier process sent. */
type JudgedRound = Readonly<{
  round: Round;
  verdicts: readonly JobVerdict[];
  past: number | undefined;
}>;

/**
 * The worst verdict of all jobs, and while there are unlisted jobs 1, or 2 while one of them is
 * critical. If only a part of a round is known, only worse values are sent. A metric is billed by
 * the hour, so without unlisted jobs only one 0 is sent, to end what was on.
 */
function createServiceVerdicts(fleet: Fleet) {
  const listed = new Map(fleet.jobs.map(job => [job.name, job]));
  let last = { unlisted: 0, worst: 0 };
  let isUnlistedOn: boolean | undefined;
  return ({ round, verdicts, past }: JudgedRound): MetricDatum[] => {
    const { at } = round;
    const count = countUnlisted(round);
    isUnlistedOn ??= past === undefined ? undefined : past > 0;
    const others = verdicts.filter(({ job }) => !listed.has(job));
    // a paused job's alarms notify nobody
    const unpaused = verdicts.filter(({ job }) => listed.get(job)?.paused !== true);
    const found = {
      unlisted: others.some(({ verdict }) => verdict === 2) ? 2 : Math.min(1, count ?? 0),
      worst: Math.max(0, ...unpaused.map(({ verdict }) => verdict)),
    };
    const isNews = (now: number, before: number) => count !== undefined || now > before;
    const isWatched = fleet.unlisted.maximum > 0;
    const isSent = isWatched && (found.unlisted > 0 || isUnlistedOn !== false);
    const unlisted = isSent && isNews(found.unlisted, last.unlisted) ? [found.unlisted] : [];
    const worst = isNews(found.worst, last.worst) ? [found.worst] : [];
    if (unlisted.length > 0) isUnlistedOn = found.unlisted > 0;
    if (count !== undefined) last = found;
    return [
      ...unlisted.map(value => toServiceVerdict('UnlistedVerdict', value, at)),
      ...worst.map(value => toServiceVerdict('WorstVerdict', value, at)),
    ];
  };
}

/** Undefined if the round is incomplete. */
function countUnlisted({ measurements }: Round): number | undefined {
  return measurements.find(({ metric }) => metric === 'UnlistedJobs')?.value;
}
