import type { AlarmPlan } from '../alarms/plan.ts';
import { alertNames, findAlert, findCheck } from '../checks/index.ts';
import type { AlertName } from '../model/job.ts';
import type { AlertGuide, AlertKind } from './words/facts.ts';

/** Alarms that only the notifier knows; they do not exist in CloudWatch. */
const ofNotifier: Readonly<Record<string, AlertGuide>> = {
  ChannelFailing: {
    kind: undefined,
    firstLook: 'See whether its address and its secret are still valid.',
    section: 'channel-failing',
  },
  DeliveryBroken: {
    kind: undefined,
    firstLook:
      'Ask the recipients of this topic to open the mail "Subscription Confirmation", or subscribe them again.',
    section: 'delivery-broken',
  },
};

/** The guide for each alert that a service has alarms for, by the alert's name. */
export function createGuides(plans: readonly AlarmPlan[]): Readonly<Record<string, AlertGuide>> {
  const guides = plans.map(({ alert, metric, firstLook, section }) => {
    const isVerdict = metric === 'Verdict' || metric === 'UnlistedVerdict';
    const kind = isVerdict ? 'verdict' : findAlertKind(alert);
    return [alert, { kind, firstLook, section }];
  });
  return { ...ofNotifier, ...Object.fromEntries(guides) };
}

/** The subject of an alert; undefined for one of Jobwatch's own. */
export function findAlertKind(alert: AlertName): AlertKind | undefined {
  const name = alertNames.find(known => alert === known || alert === `Unlisted${known}`);
  if (name === undefined) return undefined;
  const check = findCheck(name).name;
  if (check !== 'queue') return check;
  return findAlert(name).unit === 'ratio' ? 'queue-growth' : 'queue-size';
}
