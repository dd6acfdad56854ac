import type { AlarmPlan } from '../../lib/alarms/plan.ts';
import type { Datapoint } from '../../lib/alarms/range.ts';
import { evaluateFleet } from '../../lib/checks/evaluate-fleet.ts';
import { toData } from '../../lib/cloudwatch/datum.ts';
import type { Fleet } from '../../lib/model/job.ts';
import type { Prometheus } from '../../lib/prometheus/client.ts';
import { createHistoryKeeper } from '../../lib/prometheus/keep-history.ts';
import { type Change, watchAlarms } from '../alarm-watch.ts';
import { seriesKey } from '../recording-cloudwatch.ts';

/** A day without faults: every metric, and every state change of every job alarm. */
export type Reference = Readonly<{
  series: ReadonlyMap<string, readonly Datapoint[]>;
  changes: readonly Change[];
}>;

/** Reads the whole span at once, as `backtest` does, and evaluates the alarms from `from` on. */
export async function replayDay(
  prometheus: Prometheus,
  { fleet, plans }: Readonly<{ fleet: Fleet; plans: readonly AlarmPlan[] }>,
  { readFrom, from, to }: Readonly<{ readFrom: number; from: number; to: number }>,
): Promise<Reference> {
  const series = new Map<string, Datapoint[]>();
  const keeper = createHistoryKeeper(prometheus, fleet);
  await keeper.update({ from: readFrom, to });
  for (let at = readFrom; at <= to; at += 60) {
    const { measurements: found } = evaluateFleet(fleet, keeper.histories, { at });
    // a process that has just started sends its 0 for a while, one that has run for long does not
    const measurements = found.filter(({ metric }) => metric !== 'UnlistedJobs');
    for (const { MetricName = '', Dimensions = [], Value = Number.NaN } of toData({
      fleet,
      measurements,
      at,
    })) {
      const pairs = Dimensions.map(dimension => [dimension.Name, dimension.Value]);
      const key = seriesKey(MetricName, Object.fromEntries(pairs));
      const points = series.get(key) ?? [];
      series.set(key, points);
      points.push({ at, value: Value });
    }
  }
  const watch = watchAlarms(plans, { series });
  for (let at = from; at <= to; at += 60) watch.evaluate(at);
  return { series, changes: watch.changes };
}
