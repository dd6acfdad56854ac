import type { Config } from '../config/config.ts';
import type { AccountReport } from '../doctor/account/account-report.ts';
import type { Diagnosis } from '../doctor/diagnosis.ts';
import { type Finding, type FindingLevel, sortFindings } from '../doctor/finding.ts';
import type { SourceReport } from '../doctor/source-report.ts';
import { formatIso } from './moment.ts';
import { measureColumns, printable, type Screen, type Style } from './terminal.ts';

/** Everything that doctor examined, at the minute `at` in Unix seconds. */
export type Examined = Readonly<{
  config: Config;
  at: number;
  prometheus: Diagnosis;
  account: AccountReport;
}>;

/** Every finding, the worst first, Prometheus before the account. */
export function listFindings({ prometheus, account }: Examined): Finding[] {
  return sortFindings([...prometheus.findings, ...account.findings]);
}

/** The output of `doctor --format json`. */
export function formatDoctorJson(examined: Examined): string {
  const { config, at, prometheus, account } = examined;
  const answer = {
    at: formatIso(at),
    service: config.service,
    prometheus: { url: config.connection.url, checked: prometheus.isKnown },
    aws: { checked: account.notChecked === undefined, reason: account.notChecked ?? null },
    sources: prometheus.sources,
    findings: listFindings(examined),
  };
  return `${JSON.stringify(answer, null, 2)}\n`;
}

const styles: Readonly<Record<FindingLevel, Style>> = {
  error: 'red',
  warning: 'yellow',
  info: 'dim',
};

/** The findings, each with why it matters and what to do. */
export function showDoctor(screen: Screen, examined: Examined): void {
  const { config, at, account, prometheus } = examined;
  const findings = listFindings(examined);
  screen.write(`Doctor of ${config.service} at ${formatIso(at)}, ${config.connection.url}\n`);
  for (const source of prometheus.sources) screen.write(`\n${formatSource(screen, source)}\n`);
  for (const finding of findings) screen.write(`\n${formatFinding(screen, finding)}\n`);
  if (account.notChecked !== undefined) {
    screen.write(
      `\n${screen.style('dim', `AWS: not checked: ${printable(account.notChecked)}`)}\n`,
    );
  }
  screen.write(`\n${summarize(findings)}\n`);
}

/** What a source has, followed by what is missing. */
function formatSource(screen: Screen, { name, preset, jobs, parts }: SourceReport): string {
  const kind = preset === undefined ? '' : `, preset ${preset}`;
  const count = `${jobs} ${jobs === 1 ? 'job' : 'jobs'}`;
  const rows = parts.toSorted((a, b) => Number(b.isFound) - Number(a.isFound));
  return [
    `Source ${screen.style('bold', printable(name))}${kind}: ${count}`,
    ...rows.map(({ isFound, text }) => {
      const line = `  ${printable(text)}`;
      return isFound ? line : screen.style('dim', line);
    }),
  ].join('\n');
}

function formatFinding(screen: Screen, finding: Finding): string {
  const { level, code, source, jobs = [], what, why, advice, lines } = finding;
  const of = source === undefined ? '' : ` of ${printable(source)}`;
  const about = jobs.length === 1 ? ` ${screen.style('bold', printable(jobs[0] ?? ''))}` : '';
  return [
    `${screen.style(styles[level], level.padEnd(7))} ${code}${of}${about}`,
    ...wrap(screen, printable(what)),
    ...wrap(screen, `Why it matters: ${printable(why)}`),
    ...wrap(screen, `What to do: ${printable(advice)}`),
    // these lines are pasted as they are
    ...(lines ?? []).map(line => `${indent}  ${printable(line)}`),
  ].join('\n');
}

const indent = ' '.repeat(8);

/** A text wrapped to the terminal's width; one line if a program reads it. */
function wrap({ isTerminal, columns }: Screen, text: string): string[] {
  const room = isTerminal ? Math.max(40, columns - indent.length) : Number.POSITIVE_INFINITY;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && measureColumns(longer) > room) lines.push(line);
    line = line !== '' && measureColumns(longer) > room ? word : longer;
  }
  return [...lines, line].map(each => `${indent}${each}`);
}

function summarize(findings: readonly Finding[]): string {
  const count = (level: FindingLevel, one: string, many: string) => {
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
