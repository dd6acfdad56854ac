import { formatNumber, formatPercent, formatSeconds } from '../alarms/format-values.ts';
import { findAlert } from '../checks/index.ts';
import type { MetricName } from '../model/measurement.ts';
import type { JobReport } from './check-report.ts';
import {
  describeAlarmState,
  describeDue,
  describeNever,
  explainBreach,
  formatWholeMinutes,
} from './describe-status.ts';
import { formatClock, formatMinute } from './moment.ts';
import type { Snapshot, SourceStatus } from './snapshot.ts';
import { type Column, formatParagraph, formatTable } from './table.ts';
import { printable, type Screen } from './terminal.ts';

type Cell = Column & Readonly<{ metric: MetricName; format: (value: number) => string }>;

const right = (title: string, rank: number) => ({ title, rank, align: 'right' }) as const;

const cells: readonly Cell[] = [
  { ...right('Failed', 1), metric: 'FailureRatePercent', format: formatPercent },
  { ...right('P50', 5), metric: 'DurationP50Seconds', format: formatSeconds },
  { ...right('P95', 3), metric: 'DurationP95Seconds', format: formatSeconds },
  { ...right('Queue', 4), metric: 'QueueSize', format: formatNumber },
  { ...right('Failed items', 4), metric: 'ItemFailureRatePercent', format: formatPercent },
  { ...right('Runs/min', 6), metric: 'RunsPerMinute', format: formatNumber },
];

const columns: readonly Column[] = [
  { title: 'Job', align: 'left' },
  { title: 'Last success', align: 'left' },
  ...cells,
];

/** A table of the jobs. Problems are coloured, and described below the table. */
export function showCheck(screen: Screen, reports: readonly JobReport[], snapshot: Snapshot): void {
  const { at, notes, warnings, sources } = snapshot;
  const rows = reports.map(report => formatRow(screen, report, at));
  screen.write(`Jobs at ${formatMinute(at)} UTC\n\n`);
  if (rows.length > 0) screen.write(`${formatTable(screen, columns, rows).join('\n')}\n\n`);
  const lines = [
    ...sources.flatMap(source => describeSource(screen, source, at)),
    ...reports.flatMap(report => describeReport(screen, report, at)),
  ];
  if (lines.length === 0) lines.push(screen.style('green', 'Nothing breaches a limit.'));
  for (const { message } of notes)
    lines.push(formatParagraph(screen, 'note    ', printable(message)));
  for (const warning of warnings)
    lines.push(formatParagraph(screen, 'warning ', printable(warning)));
  screen.write(`${lines.join('\n')}\n`);
}

function formatRow(screen: Screen, report: JobReport, at: number): string[] {
  const suffix = report.quiet ?? (report.job.listed ? undefined : 'unlisted');
  const name = printable(report.job.name);
  return [
    suffix === undefined ? name : `${name} (${suffix})`,
    colorCell(screen, formatSuccess(report, at), findSeverities(report, 'age')),
    ...cells.map(({ metric, format }) => {
      const value = report.metrics[metric];
      if (value === undefined) return screen.style('dim', '-');
      return colorCell(screen, format(value), findSeverities(report, metric));
    }),
  ];
}

/** For a scheduled job, how late it is matters more than when it last succeeded. */
function formatSuccess(report: JobReport, at: number): string {
  const { due, lastSuccess, job, unknown } = report;
  if (due !== undefined) return `${formatWholeMinutes(at - due)} late`;
  if (lastSuccess === undefined) return '-';
  if (lastSuccess === null && unknown !== undefined) return 'unknown';
  if (lastSuccess === null) return job.listed ? 'never' : 'none seen';
  return `${formatWholeMinutes(Math.max(0, at - lastSuccess))} ago`;
}

/** The severity of what a cell shows: staleness is found by its unit, everything else by its metric. */
function findSeverities({ job, breaches }: JobReport, shown: MetricName | 'age') {
  return breaches
    .filter(({ alert }) => {
      const { unit, metric } = findAlert(alert);
      const read = unit === 'ratio' ? 'QueueSize' : metric(job);
      return unit === 'age' ? shown === 'age' : read === shown;
    })
    .map(({ severity }) => severity);
}

function colorCell(screen: Screen, text: string, severities: readonly string[]): string {
  if (severities.length === 0) return text;
  return screen.style(severities.includes('critical') ? 'red' : 'yellow', text);
}

function describeSource(screen: Screen, source: SourceStatus, at: number): string[] {
  const label = screen.style('red', 'unknown ');
  const name = printable(source.name);
  const age = source.newest === undefined ? '' : `, ${formatWholeMinutes(at - source.newest)} ago`;
  const stale =
    source.newest === undefined
      ? 'Prometheus has no samples from it'
      : `its newest sample is from ${formatClock(source.newest, at)}${age}`;
  return [
    ...(source.state === 'fresh' ? [] : [`source ${name} cannot be judged: ${stale}`]),
    ...source.failures.map(failure => `source ${name}: ${printable(failure)}`),
  ].map(text => formatParagraph(screen, label, text));
}

function describeReport(screen: Screen, report: JobReport, at: number): string[] {
  const { job, breaches, unknown, due, lastSuccess, quiet } = report;
  const name = printable(job.name);
  const lines = breaches.map(breach => {
    const color = breach.severity === 'critical' ? 'red' : 'yellow';
    const label = screen.style(color, breach.severity.padEnd(8));
    const problem = explainBreach(report, breach, at);
    const state = describeAlarmState(breach, at);
    return formatParagraph(screen, label, `${name}: ${problem}; ${state} (${breach.alert})`);
  });
  if (unknown !== undefined) {
    const label = screen.style('red', 'unknown ');
    return [formatParagraph(screen, label, `${name} cannot be judged: ${unknown}`), ...lines];
  }
  const isAged = breaches.some(({ alert }) => findAlert(alert).unit === 'age');
  if (isAged || quiet !== undefined || !job.listed) return lines;
  const label = screen.style('dim', 'note    ');
  if (due !== undefined) {
    lines.push(formatParagraph(screen, label, `${name}: ${describeDue(report, due, at)}`));
  } else if (lastSuccess === null) {
    lines.push(formatParagraph(screen, label, `${name}: ${describeNever(report, at)}`));
  }
  return lines;
}
