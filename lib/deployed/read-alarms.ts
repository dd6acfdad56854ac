import {
  type CloudWatchClient,
  type MetricAlarm,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmSnapshot } from '../notify/alarm.ts';
import type { KnownAlarm } from './known-alarms.ts';

/** The most alarms that `DescribeAlarms` returns at once. Source: CloudWatch API reference. */
const pageSize = 100;

/**
 * All known alarms whose names begin with a prefix, in CloudWatch's present state. Rejects if one
 * page of them cannot be read, because the others would look as if they were gone.
 */
export async function readAlarms(
  client: CloudWatchClient,
  prefix: string,
  known: ReadonlyMap<string, KnownAlarm>,
): Promise<AlarmSnapshot[]> {
  const input = { AlarmNamePrefix: prefix, AlarmTypes: ['MetricAlarm' as const] };
  const snapshots: AlarmSnapshot[] = [];
  for await (const page of paginateDescribeAlarms({ client, pageSize }, input)) {
    for (const alarm of page.MetricAlarms ?? []) {
      const identity = known.get(alarm.AlarmName ?? '');
      if (identity !== undefined) snapshots.push(toSnapshot(alarm, identity));
    }
  }
  return snapshots;
}

function toSnapshot(alarm: MetricAlarm, known: KnownAlarm): AlarmSnapshot {
  const { StateValue = 'INSUFFICIENT_DATA', StateReasonData, Threshold } = alarm;
  const { hasValue, ...identity } = known;
  const entered = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp;
  return {
    ...identity,
    state: StateValue,
    since: Math.floor((entered?.getTime() ?? 0) / 1_000),
    ...(hasValue ? { value: readNewestValue(StateReasonData), limit: Threshold } : {}),
  };
}

/** The newest datapoint that decided the state, which CloudWatch gives as JSON. */
export function readNewestValue(reasonData: string | undefined): number | undefined {
  const { recentDatapoints } = parseObject(reasonData);
  if (!Array.isArray(recentDatapoints)) return undefined;
  const value: unknown = recentDatapoints.findLast(point => typeof point === 'number');
  return typeof value === 'number' ? value : undefined;
}

function parseObject(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
