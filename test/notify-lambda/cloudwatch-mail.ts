import type { Datapoint } from '../../lib/alarms/range.ts';
import { judge, mailFallback } from '../cdk/fallback-mails.ts';

/** Minutes in which an alarm of a job is on, counted like the datapoints. */
type Outage = Readonly<{ death: number; end: number }>;

/**
 * Minutes until CloudWatch sends a mail itself, from when the notifier failed, given the errors of
 * its runs; undefined if it does not.
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
