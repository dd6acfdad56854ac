import { type AlarmHistory, findReadRange } from '../alarms/alarm-histories.ts';
import type { Fleet } from '../model/job.ts';
import type { TimeRange } from '../model/time-range.ts';
import type { Prometheus } from '../prometheus/client.ts';
import { createHistoryKeeper } from '../prometheus/keep-history.ts';
import { judgeMinutes } from './judge-minutes.ts';

export type Replay = Readonly<{
  span: TimeRange;
  /** Alarms that ever left INSUFFICIENT_DATA, by job in the order of the configuration, then by alert. */
  alarms: readonly AlarmHistory[];
  /** Minutes without data in Prometheus. */
  unknownMinutes: number;
  warnings: readonly string[];
}>;

/** Called with the progress, 0..1. */
type Listener = Readonly<{ onProgress?: (share: number) => void }>;

/**
 * What the alarms would have done over a time range. Throws `PrometheusError` even if only one check
 * could not be read: an alarm that was not judged must not look like one that did not fire.
 */
export async function replay(
  prometheus: Prometheus,
  fleet: Fleet,
  span: TimeRange,
  listener: Listener = {},
): Promise<Replay> {
  const read = findReadRange([...fleet.jobs, fleet.unlisted.settings], span);
  const keeper = createHistoryKeeper(prometheus, fleet);
  const { failures, warnings } = await keeper.update(
    { from: read.from - fleet.delaySeconds, to: read.to - fleet.delaySeconds },
    listener,
  );
  for (const found of failures.values()) for (const error of found.values()) throw error;
  const { alarms, unknownMinutes } = judgeMinutes(fleet, keeper.histories, {
    span,
    read,
    afterEnd: 'gone',
  });
  return { span, alarms, unknownMinutes, warnings };
}
