import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { findReachMinutes } from '../alarms/job-alarms.ts';
import type { JobVerdict } from '../alarms/verdict.ts';
import { toHeartbeat, toUnlistedData, toVerdictData } from '../cloudwatch/datum.ts';
import type { Fleet } from '../model/job.ts';
import type { JudgeDependencies, JudgeHandler } from './dependencies.ts';
import { evaluateRound, findWithout, type Round } from './evaluate-round.ts';
import { createVerdictFollower } from './follow-verdicts.ts';
import { parseMinute } from './minute.ts';
import { publish } from './publish.ts';
import { createSources, type Reading, readMilliseconds, type Sources } from './read-sources.ts';
import { describeRound } from './round-line.ts';

/**
 * Publishes one verdict for each listed job, one of all unlisted ones and the heartbeat. Minutes that
 * were missed are judged, as holds count them, but not published: no alarm looks back at them.
 */
export function createVerdictJudge(dependencies: JudgeDependencies): JudgeHandler {
  const { config, prometheus, limits } = dependencies;
  const { fleet, connection } = config;
  const sources = createSources({ prometheus, fleet, url: connection.url, limits });
  const followAll = createFleetFollower(fleet, sources);
  const chooseUnlisted = createUnlistedChoice();
  const reachSeconds = findReachMinutes([...fleet.jobs, fleet.unlisted.settings]) * 60;
  return async event => {
    const at = parseMinute(event);
    const started = dependencies.monotonic();
    const reading = await sources.read({ from: at - reachSeconds, to: at }, readMilliseconds);
    const histories = sources.histories();
    const round = evaluateRound(fleet, { ...reading, histories }, at);
    const verdicts = followAll(reading, at);
    const data = [
      toHeartbeat(round.heartbeat, at),
      ...toListedData(fleet, verdicts, at),
      ...toUnlistedData(chooseUnlisted(fleet, verdicts, countUnlisted(round)), at),
    ];
    const published = await publish(data, at, dependencies);
    const milliseconds = Math.round(dependencies.monotonic() - started);
    dependencies.log(
      describeRound({ round, reading, histories, published, milliseconds, verdicts }),
    );
  };
}

/** Every source by itself: one that cannot be read leaves the verdicts of its jobs as they are. */
function createFleetFollower(fleet: Fleet, sources: Sources) {
  const followers = new Map(
    fleet.sources.map(({ name }) => [name, createVerdictFollower(fleet)] as const),
  );
  return ({ failures }: Reading, at: number): JobVerdict[] =>
    sources.histories().flatMap(history => {
      const found = failures.get(history.source.name);
      if (found?.has('all')) return [];
      const minute = { at, without: findWithout(found) };
      return followers.get(history.source.name)?.follow(history, minute) ?? [];
    });
}

function toListedData(fleet: Fleet, verdicts: readonly JobVerdict[], at: number): MetricDatum[] {
  const listed = new Set(fleet.jobs.map(({ name }) => name));
  const own = verdicts.filter(({ job }) => listed.has(job));
  return toVerdictData(new Map(own.map(({ job, verdict }) => [job, verdict])), at);
}

/** Undefined where not all of the round is known. */
function countUnlisted({ measurements }: Round): number | undefined {
  return measurements.find(({ metric }) => metric === 'UnlistedJobs')?.value;
}

/**
 * The worst verdict of the unlisted jobs is sent while there are any, and once more when they are
 * gone or a process begins, so that no alarm stands on: a metric is paid for by the hour.
 */
function createUnlistedChoice() {
  let last: number | undefined;
  return ({ jobs, unlisted }: Fleet, verdicts: readonly JobVerdict[], count?: number) => {
    if (unlisted.maximum === 0) return { verdict: undefined, count };
    const listed = new Set(jobs.map(({ name }) => name));
    const others = verdicts.filter(({ job }) => !listed.has(job));
    const worst = Math.max(0, ...others.map(({ verdict }) => verdict));
    // of a part nothing is known but what is wrong
    const isKnown = count !== undefined || worst > (last ?? 0);
    const isNews = others.length > 0 || last !== 0;
    if (!isKnown || !isNews) return { verdict: undefined, count };
    last = worst;
    return { verdict: worst, count };
  };
}
