import type { Soaked } from './run-soak.ts';

const shownLines = 400;

/** Formats the comparison as a text table. */
export function formatSoak(soaked: Soaked): string {
  const { comparison } = soaked;
  const rows: [string, string | number][] = [
    ['scheduled minutes', soaked.minutes],
    ['seed', soaked.seed],
    ['minutes with faults of Prometheus', soaked.faultMinutes],
    ['minutes with faults of CloudWatch', soaked.refusedMinutes],
    ['invocations', `${soaked.invocations}, of which ${soaked.failures.length} failed`],
    ['cold starts', soaked.coldStarts],
    ['requests to Prometheus', soaked.queries],
    ['PutMetricData calls', soaked.publishCalls],
    ['datapoints due', comparison.due],
    ['published', comparison.published],
    ['missing', comparison.missing],
    ['different', comparison.different.length],
    ['sent more than once', comparison.twice],
    ['false alarms', comparison.falseAlarms.length],
    ['missed alarms', comparison.missedAlarms.length],
    ['false recoveries', comparison.falseRecoveries.length],
    ['latest alarm', `${comparison.latestAlarmMinutes} min after the undisturbed one`],
    ['mails about jobs', `${comparison.jobMails}, undisturbed ${comparison.jobMailsUndisturbed}`],
    ['mails about the source', comparison.sourceMails],
    ['mails about Jobwatch itself', comparison.ownMails],
    ['rejected by CloudWatch as invalid', comparison.invalid.length],
  ];
  const table = rows.map(([name, value]) => `${name.padEnd(38)} ${value}\n`).join('');
  const wrong = [
    ...comparison.falseAlarms.map(text => `false alarm: ${text}\n`),
    ...comparison.missedAlarms.map(text => `missed alarm: ${text}\n`),
    ...comparison.falseRecoveries.map(text => `false recovery: ${text}\n`),
    ...comparison.different.slice(0, shownLines).map(text => `different: ${text}\n`),
    ...soaked.failures.slice(0, shownLines).map(text => `failed: ${text}\n`),
    ...comparison.invalid.slice(0, shownLines).map(text => `invalid: ${text}\n`),
  ];
  return table + wrong.join('');
}

/** Whether no datapoint is lost or different, and no alarm is false or missing. */
export function isSound({ comparison }: Soaked): boolean {
  const { falseAlarms, missedAlarms, falseRecoveries, invalid, different } = comparison;
  const misled = [falseAlarms, missedAlarms, falseRecoveries, invalid, different].flat().length;
  return comparison.missing === 0 && misled === 0;
}
