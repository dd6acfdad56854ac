import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { listJobs } from '../checks/evaluate-fleet.ts';
import { toData, toRatioData } from '../cloudwatch/datum.ts';
import type { UnlistedMinute, UnlistedRatio } from '../cloudwatch/unlisted.ts';
import type { Measurement } from '../model/measurement.ts';
import type { Judge } from './dependencies.ts';
import type { Round } from './evaluate-round.ts';

/** The metrics of a round, except its heartbeat; `findRatios` gives those of the unlisted jobs. */
export function toRoundData(
  judge: Judge,
  { measurements, at }: Round,
  findRatios: (minute: UnlistedMinute) => UnlistedRatio[],
): MetricDatum[] {
  const { fleet } = judge.dependencies.config;
  const jobs = judge.sources.histories().flatMap(history => listJobs(fleet, history));
  const names = new Set(jobs.filter(({ listed }) => !listed).map(({ name }) => name));
  const ratios = findRatios({ measurements, names, at });
  const isSent = ({ metric, value }: Measurement) =>
    metric !== 'UnlistedJobs' ||
    (fleet.unlisted.maximum > 0 && judge.unlistedCount.isSent(value, at));
  const sent = measurements.filter(isSent);
  return [...toData({ fleet, measurements: sent, at }), ...toRatioData(ratios, at)];
}
