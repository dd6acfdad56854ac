import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { findReachMinutes } from '../alarms/job-alarms.ts';
import type { JobVerdict } from '../alarms/verdict.ts';
import { toHeartbeat, toServiceVerdict, toVerdictData } from '../cloudwatch/datum.ts';
import type { Fleet } from '../model/job.ts';
import type { JudgeDependencies, JudgeHandler } from './dependencies.ts';
import { evaluateRound, findWithout, type Round } from './evaluate-round.ts';
import { createVerdictFollower } from './follow-verdicts.ts';
import { parseMinute } from './minute.ts';
import { publish } from './publish.ts';
import { createSources, type Reading, readMilliseconds, type Sources } from './read-sources.ts';
import { describeRound } from './round-line.ts';

/**
 * Publishes one verdict for each listed job, two of the whole service and the heartbeat. Minutes that
 * were missed are judged, as holds count them, but not published: no alarm looks back at them.
 */
export function createVerdictJudge(dependencies: JudgeDependencies): JudgeHandler {
  const { config, prometheus, limits } = dependencies;
  const { fleet, connection } = config;
  const sources = createSources({ prometheus, fleet, url: connection.url, limits });
  const followAll = createFleetFollower(fleet, sources);
  const findServiceVerdicts = createServiceVerdicts(fleet);
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
      ...findServiceVerdicts(round, verdicts, at),
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
  const own = verdicts.filter(({ job, isMeasured }) => isMeasured && listed.has(job));
  return toVerdictData(new Map(own.map(({ job, verdict }) => [job, verdict])), at);
}

/**
 * The numbers of the whole service: 1 while there are unlisted jobs and 2 while one is in critical
 * trouble, and the worst verdict of all jobs. Of a part of a round nothing is known but what is worse.
 */
function createServiceVerdicts(fleet: Fleet) {
  const listed = new Map(fleet.jobs.map(job => [job.name, job]));
  let last = { unlisted: 0, worst: 0 };
  return ({ measurements }: Round, verdicts: readonly JobVerdict[], at: number): MetricDatum[] => {
    const count = measurements.find(({ metric }) => metric === 'UnlistedJobs')?.value;
    const others = verdicts.filter(({ job }) => !listed.has(job));
    const isCritical = others.some(({ verdict }) => verdict === 2);
    // a paused job's alarms tell nobody
    const told = verdicts.filter(({ job }) => listed.get(job)?.paused !== true);
    const found = {
      unlisted: isCritical ? 2 : Math.min(1, count ?? 0),
      worst: Math.max(0, ...told.map(({ verdict }) => verdict)),
    };
    const isWhole = count !== undefined;
    const isNews = (now: number, before: number) => isWhole || now > before;
    const data = [
      ...(isNews(found.unlisted, last.unlisted) && fleet.unlisted.maximum > 0
        ? [toServiceVerdict('UnlistedVerdict', found.unlisted, at)]
        : []),
      ...(isNews(found.worst, last.worst)
        ? [toServiceVerdict('WorstVerdict', found.worst, at)]
        : []),
    ];
    if (isWhole) last = found;
    return data;
  };
}
