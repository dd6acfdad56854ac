import { writeFallbackRules } from '../alarms/fallback-rules.ts';
import type { AlarmPlan } from '../alarms/plan.ts';
import { fallbackAlarmName } from '../cloudwatch/names.ts';
import type { Config, Recipients } from '../config/config.ts';
import type { BillLine } from './fixed-lines.ts';
import { prices } from './prices.ts';

/** Alarms on the notifier: it fails, its queue waits, and, for a composite alarm, it works. */
const notifierAlarms = { alert: 3, job: 2 } as const;

/** The alarm on the worst verdict reads two metrics. */
const metricsPerVerdictFallback = 2;

/** The fallback that notifies people if the notifier fails; only by mail, so nothing without a mail address. */
export function findNotifierAlarmLines(config: Config, plans: readonly AlarmPlan[]): BillLine[] {
  const { alarms } = config;
  const hasMail = isMailed(config.notify);
  const fallback = alarms === 'job' && hasMail ? metricsPerVerdictFallback : 0;
  const count = notifierAlarms[alarms] + fallback;
  const composites = alarms === 'alert' && hasMail ? countComposites(config, plans) : 0;
  const line = (item: string, unit: string, quantity: number, each: number) => ({
    ...{ item, unit, quantity, usd: quantity * each },
  });
  return [
    line('Alarms on the notifier', 'alarms', count, prices.alarm),
    ...(composites === 0
      ? []
      : [line('Composite alarms', 'composite alarms', composites, prices.compositeAlarm)]),
  ];
}

/** Without recipients for a severity there is still a topic for mail. */
function isMailed(recipients: Recipients): boolean {
  return [recipients.warning, recipients.critical].some(
    destinations => destinations.length === 0 || destinations.some(({ kind }) => kind === 'mail'),
  );
}

/** One composite alarm, or several below one if it would watch too many alarms. */
function countComposites({ service }: Config, plans: readonly AlarmPlan[]): number {
  const names = plans.filter(plan => plan.actionsEnabled).map(({ name }) => name);
  const parts = writeFallbackRules(names).length;
  if (parts <= 1) return parts;
  const own = Array.from({ length: parts }, (_, part) => fallbackAlarmName(service, part + 1));
  return parts + (writeFallbackRules(own).length > 0 ? 1 : 0);
}
