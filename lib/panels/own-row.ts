import { heartbeats } from '../cloudwatch/heartbeat.ts';
import { namespaceFor, serviceDimensions } from '../cloudwatch/names.ts';
import type { Config } from '../config/config.ts';
import { panels } from './panels.ts';
import { mostAlarmsPerWidget, type Widget, widgetAt } from './widget-body.ts';
import { workflows } from './workflows.ts';

/** Alarm ARNs by severity, each in the order in which they are kept if there is little room. */
export type AlarmArns = Readonly<{ critical: readonly string[]; warning: readonly string[] }>;

type Context = Readonly<{
  service: string;
  /** As in the configuration: the published metrics differ. */
  alarms: Config['alarms'];
  region: string;
  runbookUrl: string;
  alarmArns: AlarmArns;
  /** The function that shows what is muted. */
  widgetFunctionArn: string;
}>;

/** Below the panels, beginning with the mutes. */
const mutedTop = Math.max(...panels.map(({ place }) => place.y + place.height));
const mutedHeight = 4;
const top = mutedTop + mutedHeight;

/**
 * Widgets that the original does not have: mutes, the alarms' states, Jobwatch's own health, and
 * what to do.
 */
export function ownWidgets(context: Context): Widget[] {
  const steps = workflows(context.runbookUrl).map((markdown, index) =>
    widgetAt({ x: index * 8, y: top + 8, width: 8, height: 7 }, 'text', { markdown }),
  );
  return [mutedJobs(context), ...alarmStatus(context), judgeHealth(context), ...steps];
}

/** Alarms that are on without notifying anyone: until when, why, and who muted them. */
function mutedJobs({ widgetFunctionArn: endpoint }: Context): Widget {
  const place = { x: 0, y: mutedTop, width: 24, height: mutedHeight };
  return widgetAt(place, 'custom', {
    ...{ title: 'Muted', endpoint, params: { panel: 'muted' } },
    updateOn: { refresh: true, resize: true, timeRange: false },
  });
}

/** CloudWatch rejects an alarm status widget without alarms. */
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

/**
 * The judge's heartbeat: 3 everything was judged, 2 a part of it, 1 no answer. If the line stops,
 * the judge does not report.
 */
function judgeHealth({ service, region, alarms }: Context): Widget {
  const namespace = namespaceFor(service);
  const dimensions = Object.entries(serviceDimensions).flat();
  const heartbeat = { label: 'heartbeat: 3 judged, 2 in part, 1 no answer', stat: 'Minimum' };
  const unlisted = { label: 'unlisted jobs', yAxis: 'right', stat: 'Maximum' };
  const worst = { label: 'worst verdict: 0 fine, 1 warning, 2 critical', stat: 'Maximum' };
  return widgetAt({ x: 16, y: top, width: 8, height: 8 }, 'metric', {
    view: 'timeSeries',
    stacked: false,
    title: 'Jobwatch itself',
    region,
    metrics: [
      [namespace, 'Heartbeat', ...dimensions, heartbeat],
      alarms === 'job'
        ? [namespace, 'WorstVerdict', ...dimensions, worst]
        : [namespace, 'UnlistedJobs', ...dimensions, unlisted],
    ],
    stat: 'Maximum',
    period: 60,
    legend: { position: 'bottom' },
    yAxis: {
      left: { min: 0, max: heartbeats.whole + 0.25, showUnits: false },
      ...(alarms === 'job' ? {} : { right: { min: 0, showUnits: false, label: 'jobs' } }),
    },
  });
}
