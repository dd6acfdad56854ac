import { exampleValues } from './example-values.ts';
import type { AlarmPlan } from './plan.ts';

/** The newest datapoint of the example, in Unix milliseconds: a Monday at 3 a.m. */
const exampleMinute = Date.UTC(2026, 10, 23, 3, 4);

/** A minute's datapoint is complete after the minute, and judged a little later. */
const judgedAfterMilliseconds = 91_000;

/** CloudWatch lists the newest five datapoints if the alarm has at least as many. */
const mostDatapointsNamed = 5;

/** Why the alarm went off, in CloudWatch's own words; they differ with the number of datapoints. */
export function formatReason(plan: AlarmPlan): string {
  const count = plan.evaluationPeriods;
  if (plan.treatMissingData === 'breaching') {
    return `Threshold Crossed: no datapoints were received for ${count} periods and ${count} missing datapoints were treated as [Breaching].`;
  }
  const were = count === 1 ? 'was' : 'were';
  const than = plan.comparison === 'GreaterThanThreshold' ? 'greater' : 'less';
  const crossed = `${were} ${than} than the threshold (${decimal(plan.threshold)})`;
  const least = `(minimum ${count} datapoint${count === 1 ? '' : 's'} for OK -> ALARM transition)`;
  const points = `[${datapoints(plan).join(', ')}]`;
  const counted = `Threshold Crossed: ${count} out of the last ${count} datapoints`;
  return count < mostDatapointsNamed
    ? `${counted} ${points} ${crossed} ${least}.`
    : `${counted} ${crossed}. The most recent datapoints which crossed the threshold: ${points} ${least}.`;
}

function datapoints(plan: AlarmPlan): string[] {
  return exampleValues(plan)
    .slice(0, mostDatapointsNamed)
    .map((value, age) => `${decimal(value)} (${stamp(exampleMinute - age * 60_000)})`);
}

/** A number as the frame formats it: whole numbers have one decimal. */
export function decimal(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** `23/11/26 03:04:00`, UTC. */
function stamp(milliseconds: number): string {
  const [date = '', time = ''] = new Date(milliseconds).toISOString().split('T');
  const [year = '', month, day] = date.split('-');
  return `${day}/${month}/${year.slice(2)} ${time.slice(0, 8)}`;
}

/** When the example's alarm went off: `Monday 23 November, 2026 03:05:31 UTC`. */
export function changedAt(): string {
  const moment = new Date(exampleMinute + judgedAfterMilliseconds);
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options }).format(moment);
  const date = `${part({ weekday: 'long' })} ${part({ day: '2-digit' })} ${part({ month: 'long' })}`;
  return `${date}, ${moment.getUTCFullYear()} ${moment.toISOString().slice(11, 19)} UTC`;
}
