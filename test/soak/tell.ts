import type { Soaked } from './run-soak.ts';

/** The account as lines for a person. */
export function tellSoak(soaked: Soaked): string {
  const { account } = soaked;
  const rows: [string, string | number][] = [
    ['scheduled minutes', soaked.minutes],
    ['seed', soaked.seed],
    ['minutes with trouble of the source', soaked.troubledMinutes],
    ['minutes with refusals of CloudWatch', soaked.refusedMinutes],
    ['invocations', `${soaked.invocations}, of which ${soaked.failedInvocations} failed`],
    ['cold starts', soaked.coldStarts],
    ['requests to Prometheus', soaked.queries],
    ['PutMetricData calls', soaked.publishCalls],
    ['datapoints due', account.due],
    ['published', account.published],
    ['missing', account.missing],
    ['different', account.different],
    ['sent twice or more', account.twice],
    ['false alarms', account.falseAlarms.length],
    ['missed alarms', account.missedAlarms.length],
    ['false recoveries', account.falseRecoveries.length],
    ['latest alarm', `${account.latestAlarmMinutes} min after the undisturbed one`],
    ['mails about jobs', `${account.jobMails}, undisturbed ${account.jobMailsUndisturbed}`],
    ['mails about the source', account.sourceMails],
    ['mails about Jobwatch itself', account.ownMails],
    ['refused by CloudWatch as invalid', account.invalid.length],
  ];
  const table = rows.map(([name, value]) => `${name.padEnd(38)} ${value}\n`).join('');
  const wrong = [
    ...account.falseAlarms.map(text => `false alarm: ${text}\n`),
    ...account.missedAlarms.map(text => `missed alarm: ${text}\n`),
    ...account.falseRecoveries.map(text => `false recovery: ${text}\n`),
    ...account.invalid.slice(0, 10).map(text => `invalid: ${text}\n`),
  ];
  return table + wrong.join('');
}

/** Whether nothing was lost and nobody was misled. */
export function isSound({ account }: Soaked): boolean {
  const { falseAlarms, missedAlarms, falseRecoveries, invalid } = account;
  const misled = [falseAlarms, missedAlarms, falseRecoveries, invalid].flat().length;
  return account.missing === 0 && account.different === 0 && misled === 0;
}
