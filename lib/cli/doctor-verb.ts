import type { Config } from '../config/config.ts';
import type { AccountExam } from '../doctor/account/account-exam.ts';
import type { Diagnosis } from '../doctor/diagnosis.ts';
import { type Finding, type Level, sortFindings } from '../doctor/finding.ts';
import { formatIso } from './moment.ts';
import { printable, type Screen, type Style } from './terminal.ts';

/** All that doctor looked at, at the minute `at` in Unix seconds. */
export type Examined = Readonly<{
  config: Config;
  at: number;
  prometheus: Diagnosis;
  account: AccountExam;
}>;

/** Every finding, the worst first, Prometheus's before the account's. */
export function findingsOf({ prometheus, account }: Examined): Finding[] {
  return sortFindings([...prometheus.findings, ...account.findings]);
}

/** The whole answer of `doctor --format json`. */
export function doctorJson(examined: Examined): string {
  const { config, at, prometheus, account } = examined;
  const answer = {
    at: formatIso(at),
    service: config.service,
    prometheus: { url: config.connection.url, checked: prometheus.isKnown },
    aws: { checked: account.notChecked === undefined, reason: account.notChecked ?? null },
    findings: findingsOf(examined),
  };
  return `${JSON.stringify(answer, null, 2)}\n`;
}

const styles: Readonly<Record<Level, Style>> = { error: 'red', warning: 'yellow', info: 'dim' };

/** What was found, each with why it matters and what to do. */
export function showDoctor(screen: Screen, examined: Examined): void {
  const { config, at, account } = examined;
  const findings = findingsOf(examined);
  screen.write(`Doctor of ${config.service} at ${formatIso(at)}, ${config.connection.url}\n`);
  for (const finding of findings) screen.write(`\n${textOf(screen, finding)}\n`);
  if (account.notChecked !== undefined) {
    screen.write(
      `\n${screen.style('dim', `AWS: not checked: ${printable(account.notChecked)}`)}\n`,
    );
  }
  screen.write(`\n${summaryOf(findings)}\n`);
}

function textOf(screen: Screen, { level, code, jobs = [], what, why, advice, lines }: Finding) {
  const about = jobs.length === 1 ? ` ${screen.style('bold', printable(jobs[0] ?? ''))}` : '';
  return [
    `${screen.style(styles[level], level.padEnd(7))} ${code}${about}`,
    `        ${printable(what)}`,
    `        Why it matters: ${printable(why)}`,
    `        What to do: ${printable(advice)}`,
    ...(lines ?? []).map(line => `          ${printable(line)}`),
  ].join('\n');
}

function summaryOf(findings: readonly Finding[]): string {
  const count = (level: Level, one: string, many: string) => {
    const number = findings.filter(finding => finding.level === level).length;
    return `${number} ${number === 1 ? one : many}`;
  };
  if (findings.length === 0) return 'Nothing is wrong.';
  return [
    count('error', 'error', 'errors'),
    count('warning', 'warning', 'warnings'),
    count('info', 'note', 'notes'),
  ].join(', ');
}
