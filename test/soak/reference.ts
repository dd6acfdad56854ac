import type { AlarmPlan } from '../../lib/alarms/plan.ts';
import type { Datapoint } from '../../lib/alarms/range.ts';
import { checks } from '../../lib/checks/index.ts';
import { deriveAt, queriesOf } from '../../lib/checks/run.ts';
import { toData } from '../../lib/cloudwatch/datum.ts';
import type { Fleet } from '../../lib/model/job.ts';
import type { Prometheus } from '../../lib/prometheus/client.ts';
import { readHistory } from '../../lib/prometheus/history.ts';
import { type Change, watchAlarms } from '../alarm-watch.ts';
import { seriesKey } from '../recording-cloudwatch.ts';

/** What a day without any trouble gives: every metric, and every change of every job's alarm. */
export type Reference = Readonly<{
  series: ReadonlyMap<string, readonly Datapoint[]>;
  changes: readonly Change[];
}>;

/** Asks for the whole span at once, as `backtest` does; the alarms are judged from `from` on. */
export async function replayDay(
  prometheus: Prometheus,
  { fleet, plans }: Readonly<{ fleet: Fleet; plans: readonly AlarmPlan[] }>,
  { readFrom, from, to }: Readonly<{ readFrom: number; from: number; to: number }>,
): Promise<Reference> {
  const series = new Map<string, Datapoint[]>();
  for (const check of checks) {
    const minutes = readHistory(prometheus, queriesOf(check, fleet), { from: readFrom, to });
    for await (const { at, samples } of minutes) {
      const measurements = deriveAt(check, { samples, fleet, at })?.measurements ?? [];
      for (const datum of toData({ check, measurements, fleet, at })) {
        const pairs = (datum.Dimensions ?? []).map(({ Name, Value }) => [Name, Value]);
        const key = seriesKey(datum.MetricName ?? '', Object.fromEntries(pairs));
        const points = series.get(key) ?? [];
        series.set(key, points);
        points.push({ at, value: datum.Value ?? Number.NaN });
      }
    }
  }
  const watch = watchAlarms(plans, { series });
  for (let at = from; at <= to; at += 60) watch.evaluate(at);
  return { series, changes: watch.changes };
}
