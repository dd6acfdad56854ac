import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { listJobs } from '../checks/evaluate-fleet.ts';
import { toData, toRatioData } from '../cloudwatch/datum.ts';
import type { UnlistedMinute, UnlistedRatio } from '../cloudwatch/unlisted.ts';
import type { Judge } from './dependencies.ts';
import type { Round } from './evaluate-round.ts';

/** The metrics of a round, but for its heartbeat; `findRatios` gives those of the unlisted jobs. */
export function toRoundData(
  { dependencies, sources }: Judge,
  { measurements, at }: Round,
  findRatios: (minute: UnlistedMinute) => UnlistedRatio[],
): MetricDatum[] {
  const { fleet } = dependencies.config;
  const jobs = sources.histories().flatMap(history => listJobs(fleet, history));
  const names = new Set(jobs.filter(({ listed }) => !listed).map(({ name }) => name));
  const ratios = findRatios({ measurements, names, at });
  return [...toData({ fleet, measurements, at }), ...toRatioData(ratios, at)];
}
