import { alarmsOf } from '../checks/check.ts';
import { checks } from '../checks/index.ts';
import { unlistedJob } from '../checks/roster.ts';
import type { AlertName, Fleet, Job } from '../model/job.ts';
import type { Measurement, MetricName } from '../model/measurement.ts';
import { formatIso } from './moment.ts';
import { paint } from './paint.ts';
import type { Snapshot } from './snapshot.ts';
import { layTable } from './table.ts';
import { printable, type Screen } from './terminal.ts';

/** A limit that is passed at this minute; it mails only once it has held for `holdMinutes`. */
export type Breach = Readonly<{
  alert: AlertName;
  severity: 'warning' | 'critical';
  value: number;
  limit: number;
  holdMinutes: number;
}>;

/** One job's numbers at a minute; what is not known is absent. */
export type JobReport = Readonly<{
  job: string;
  listed: boolean;
  paused: boolean;
  metrics: Readonly<Partial<Record<MetricName, number>>>;
  breaches: readonly Breach[];
}>;

/** Every listed job, and every unlisted one that was measured, with what breaches. */
export function reportJobs(fleet: Fleet, snapshot: Snapshot): JobReport[] {
  const byJob = Map.groupBy(snapshot.measurements, ({ job }) => job);
  const listed = new Set(fleet.jobs.map(job => job.name));
  const unlisted = [...byJob.keys()].filter(name => name !== undefined && !listed.has(name));
  const jobs = [...fleet.jobs, ...unlisted.toSorted().map(name => unlistedJob(fleet, name ?? ''))];
  return jobs.map(job => reportJob(job, byJob.get(job.name) ?? [], snapshot.at));
}

function reportJob(job: Job, measurements: readonly Measurement[], at: number): JobReport {
  const paused = typeof job.paused === 'number' ? at < job.paused : job.paused;
  return {
    job: job.name,
    listed: job.listed,
    paused,
    metrics: Object.fromEntries(measurements.map(({ metric, value }) => [metric, value])),
    breaches: paused ? [] : breachesOf(job, measurements),
  };
}

function breachesOf(job: Job, measurements: readonly Measurement[]): Breach[] {
  const specs = checks.flatMap(check => alarmsOf(check, job));
  return specs.flatMap(({ alert, severity, metric, threshold, evaluationPeriods }) => {
    const measurement = measurements.find(candidate => candidate.metric === metric);
    const limit = measurement?.limits?.[alert] ?? threshold;
    if (measurement === undefined || measurement.value <= limit) return [];
    const { value } = measurement;
    return [{ alert, severity, value, limit, holdMinutes: evaluationPeriods }];
  });
}

/** The whole answer of `check --format json`. */
export function checkJson(reports: readonly JobReport[], snapshot: Snapshot): string {
  const { at, notes, warnings } = snapshot;
  return `${JSON.stringify({ at: formatIso(at), jobs: reports, notes, warnings }, null, 2)}\n`;
}

type Cell = Readonly<{
  title: string;
  metric: MetricName;
  format: (value: number) => string;
}>;

const cells: readonly Cell[] = [
  { title: 'Last success', metric: 'SecondsSinceSuccess', format: paint.age },
  { title: 'Success/min', metric: 'SuccessesPerMinute', format: paint.rate },
  { title: 'Failures/min', metric: 'FailuresPerMinute', format: paint.rate },
  { title: 'Failure rate', metric: 'FailureRatePercent', format: paint.percent },
  { title: 'P50', metric: 'DurationP50Seconds', format: paint.seconds },
  { title: 'P95', metric: 'DurationP95Seconds', format: paint.seconds },
  { title: 'Queue', metric: 'QueueSize', format: paint.count },
  { title: 'Failed items', metric: 'ItemFailureRatePercent', format: paint.percent },
];

const metricOfAlert: Readonly<Record<AlertName, MetricName>> = {
  BackgroundJobFailing: 'FailureRatePercent',
  BackgroundJobCriticalFailureRate: 'FailureRatePercent',
  BackgroundJobNotRunning: 'SecondsSinceSuccess',
  BackgroundJobCriticallyStale: 'SecondsSinceSuccess',
  BackgroundJobHighDuration: 'DurationP95Seconds',
  BackgroundJobCriticalDuration: 'DurationP95Seconds',
  BackgroundJobQueueGrowing: 'QueueSize',
  BackgroundJobCriticalQueueSize: 'QueueSize',
  BackgroundJobHighItemFailureRate: 'ItemFailureRatePercent',
};

/** A table of the jobs, what breaches in colour and spelt out below. */
export function showCheck(screen: Screen, reports: readonly JobReport[], snapshot: Snapshot): void {
  const columns = [
    { title: 'Job', align: 'left' } as const,
    ...cells.map(({ title }) => ({ title, align: 'right' }) as const),
  ];
  const rows = reports.map(report => rowOf(screen, report));
  screen.write(`Jobs at ${formatIso(snapshot.at)}\n\n`);
  screen.write(`${layTable(columns, rows, text => screen.style('bold', text)).join('\n')}\n`);
  for (const line of explain(screen, reports)) screen.write(`\n${line}`);
  for (const { message } of snapshot.notes) screen.write(`\nnote: ${printable(message)}`);
  for (const warning of snapshot.warnings) screen.write(`\nwarning: ${printable(warning)}`);
  screen.write('\n');
}

function rowOf(screen: Screen, report: JobReport): string[] {
  const suffix = report.paused ? ' (paused)' : report.listed ? '' : ' (unlisted)';
  const values = cells.map(({ metric, format }) => {
    const value = report.metrics[metric];
    if (value === undefined) return screen.style('dim', '-');
    const worst = report.breaches.filter(({ alert }) => metricOfAlert[alert] === metric);
    return styleBreach(screen, format(value), worst);
  });
  return [printable(report.job) + suffix, ...values];
}

function styleBreach(screen: Screen, text: string, breaches: readonly Breach[]): string {
  if (breaches.length === 0) return text;
  const critical = breaches.some(({ severity }) => severity === 'critical');
  return screen.style(critical ? 'red' : 'yellow', text);
}

function explain(screen: Screen, reports: readonly JobReport[]): string[] {
  const lines = reports.flatMap(({ job, breaches }) =>
    breaches.map(({ alert, severity, value, limit, holdMinutes }) => {
      const label = screen.style(severity === 'critical' ? 'red' : 'yellow', severity.padEnd(8));
      const measured = `${paint.forAlert(alert, value)}, limit ${paint.forAlert(alert, limit)}`;
      return `${label}  ${printable(job)}: ${alert} (${measured}; mails after ${holdMinutes} min)`;
    }),
  );
  return lines.length === 0 ? [screen.style('green', 'Nothing breaches a limit.')] : lines;
}
