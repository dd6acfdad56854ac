import { checks } from '../checks/index.ts';
import { heartbeatDimensions, namespace, serviceDimensions } from '../cloudwatch/names.ts';
import { mostAlarmsPerWidget, type Widget, widgetAt } from './widget-body.ts';
import { workflows } from './workflows.ts';

/** Alarm ARNs by severity, each in the order in which they should be kept where room is short. */
export type AlarmArns = Readonly<{ critical: readonly string[]; warning: readonly string[] }>;

type Context = Readonly<{
  service: string;
  region: string;
  runbookUrl: string;
  alarmArns: AlarmArns;
}>;

/** Below the original's last panel, which ends at 47. */
const top = 47;

/** What the original does not have: the alarms' states, the checker's health, what to do. */
export function ownWidgets(context: Context): Widget[] {
  const steps = workflows(context.runbookUrl).map((markdown, index) =>
    widgetAt({ x: index * 8, y: top + 8, width: 8, height: 7 }, 'text', { markdown }),
  );
  return [...alarmStatus(context), checkerHealth(context), ...steps];
}

/** An alarm status widget without alarms is refused. */
function alarmStatus({ alarmArns }: Context): Widget[] {
  const all = [...alarmArns.critical, ...alarmArns.warning];
  const alarms = all.slice(0, mostAlarmsPerWidget);
  if (alarms.length === 0) return [];
  const title =
    alarms.length === all.length
      ? 'Alarms'
      : `Alarms: ${alarms.length} of ${all.length}, critical ones first`;
  const place = { x: 0, y: top, width: 16, height: 8 };
  return [widgetAt(place, 'alarm', { title, alarms, sortBy: 'stateUpdatedTimestamp' })];
}

/** A check at 2 was answered, at 1 it asked in vain; a line that stops does not report. */
function checkerHealth({ service, region }: Context): Widget {
  const ofService = Object.entries(serviceDimensions(service)).flat();
  const heartbeats = checks.map(({ name }) => {
    const dimensions = Object.entries(heartbeatDimensions(service, name)).flat();
    return [namespace, 'Heartbeat', ...dimensions, { label: `${name} reports` }];
  });
  const unlisted = { label: 'jobs nobody listed', yAxis: 'right', stat: 'Maximum' };
  return widgetAt({ x: 16, y: top, width: 8, height: 8 }, 'metric', {
    view: 'timeSeries',
    stacked: false,
    title: 'Checker health',
    region,
    metrics: [
      [namespace, 'SourceReachable', ...ofService, { label: 'Prometheus answers' }],
      ...heartbeats,
      [namespace, 'UnlistedJobs', ...ofService, unlisted],
    ],
    stat: 'Maximum',
    period: 60,
    legend: { position: 'bottom' },
    yAxis: {
      left: { min: 0, max: 2.25, showUnits: false },
      right: { min: 0, showUnits: false, label: 'jobs' },
    },
  });
}
