import type { Datapoint } from '../../lib/alarms/range.ts';
import { judge, mailFallback } from '../cdk/fallback-mails.ts';

/** Minutes in which an alarm of a job is on, counted as the datapoints are. */
type Outage = Readonly<{ death: number; end: number }>;

/**
 * Minutes from the death until CloudWatch mails by itself, by the errors of the notifier's runs;
 * undefined if it does not.
 */
export function findCloudWatchMail(
  errors: readonly Datapoint[],
  { death, end }: Outage,
): number | undefined {
  const silent = judge('NotifierNotReporting', errors).find(({ state }) => state === 'ALARM');
  const [fallback] = mailFallback([death, end], errors);
  const minutes = [silent && silent.at / 60, fallback?.[0]].map(Number);
  const known = minutes.filter(minute => minute <= end);
  return known.length === 0 ? undefined : Math.min(...known) - death;
}
