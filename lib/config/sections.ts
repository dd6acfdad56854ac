import type { Alert } from '../checks/check.ts';
import { durationAlerts } from '../checks/duration-alerts.ts';
import { failureAlerts } from '../checks/failures-alerts.ts';
import { itemAlerts } from '../checks/items-alerts.ts';
import { queueAlerts } from '../checks/queue-alerts.ts';
import { stalenessAlerts } from '../checks/staleness-alerts.ts';
import type { CheckName, WindowName } from '../model/job.ts';

/** The section of a job's configuration for one check. */
export type Section = Readonly<{
  check: CheckName;
  description: string;
  /** Parts of a source that the check needs, for a message. */
  needs: string;
  alerts: readonly Alert[];
}>;

/** Every section, in the order of the docs. */
export const sections: readonly Section[] = [
  { check: 'failures', description: 'Failed runs', needs: 'runs', alerts: failureAlerts },
  {
    check: 'staleness',
    description: 'Time since the last success',
    needs: 'lastSuccess or runs',
    alerts: stalenessAlerts,
  },
  { check: 'duration', description: 'Run times', needs: 'duration', alerts: durationAlerts },
  { check: 'queue', description: 'The queue', needs: 'queue', alerts: queueAlerts },
  { check: 'items', description: 'The items', needs: 'items', alerts: itemAlerts },
];

/** Every alert. */
export const allAlerts: readonly Alert[] = sections.flatMap(({ alerts }) => alerts);

/** A window in the configuration: its key and the alerts that use it. */
type WindowKey = Readonly<{ key: string; window: WindowName; alerts: readonly Alert[] }>;

/** Lists the windows of a section, which are named like its hold times. */
export function listWindows({ alerts }: Section): WindowKey[] {
  const windows = new Set(alerts.map(({ window }) => window));
  return [...windows].flatMap(window => {
    const users = alerts.filter(alert => alert.window === window);
    const [first] = users;
    if (window === undefined || first === undefined) return [];
    return [{ key: first.keys.hold.replace(/hold$/i, renameHold), window, alerts: users }];
  });
}

const renameHold = (hold: string) => (hold === 'hold' ? 'window' : 'Window');
