import type { Config } from '../config/config.ts';
import type { DeployedStatus } from '../deployed/deployed-service.ts';
import { formatDuration } from '../model/format.ts';
import type { Severity } from '../model/job.ts';
import type { Maintenance } from '../model/schedule.ts';
import { isInMaintenance, matchesPattern } from '../schedule/maintenance.ts';
import { formatIso, formatMinute } from './moment.ts';
import { describeMute } from './mute-jobs.ts';
import { formatTable } from './table.ts';
import { printable, type Screen } from './terminal.ts';

/** An alarm that is on. Times in Unix seconds. */
type StandingAlarm = Readonly<{
  alert: string;
  /** Undefined for an alarm of the whole service. */
  job: string | undefined;
  severity: Severity;
  since: number;
  /** Why nobody is notified; undefined if somebody is. */
  quiet: Quiet | undefined;
}>;

/** `until` is undefined if the maintenance or pause has no end. */
type Quiet = Readonly<{ reason: string; until: number | undefined }>;

type StatusConfig = Pick<Config, 'fleet' | 'maintenance' | 'service'>;

/** The alarms that are on, the most severe and longest first. */
export function listStanding(
  { fleet, maintenance }: StatusConfig,
  { alarms, mutes }: DeployedStatus,
  at: number,
): StandingAlarm[] {
  const paused = new Map(fleet.jobs.map(job => [job.name, job.paused]));
  return alarms
    .filter(({ state }) => state === 'ALARM')
    .map(({ alert, job, severity, since }) => {
      const until = job === undefined ? false : paused.get(job);
      const pause =
        typeof until === 'number' && at < until ? { reason: 'paused', until } : undefined;
      const quiet = pause ?? findQuiet(job, { mutes, maintenance }, at);
      return { alert, job, severity, since, quiet };
    })
    .sort(compareAlarms);
}

function compareAlarms(a: StandingAlarm, b: StandingAlarm): number {
  return a.severity === b.severity ? a.since - b.since : a.severity === 'critical' ? -1 : 1;
}

type QuietTimes = Readonly<{ mutes: DeployedStatus['mutes']; maintenance: readonly Maintenance[] }>;

function findQuiet(job: string | undefined, quiet: QuietTimes, at: number): Quiet | undefined {
  if (job === undefined) return undefined;
  const mute = quiet.mutes
    .filter(({ pattern }) => matchesPattern(pattern, job))
    .toSorted((a, b) => b.until - a.until)[0];
  if (mute !== undefined) return { reason: mute.reason, until: mute.until };
  const window = isInMaintenance(quiet.maintenance, job, at);
  return window === undefined ? undefined : { reason: window.reason, until: undefined };
}

type Report = Readonly<{
  config: StatusConfig;
  status: DeployedStatus;
  standing: readonly StandingAlarm[];
  at: number;
}>;

/** One JSON object; times in ISO 8601. */
export function formatStatusJson({ config, status, standing, at }: Report): string {
  const json = {
    service: config.service,
    at: formatIso(at),
    alarms: standing.map(({ alert, job, severity, since, quiet }) => ({
      ...{ alert, job: job ?? null, severity, since: formatIso(since) },
      muted: quiet !== undefined,
      mutedUntil: quiet?.until === undefined ? null : formatIso(quiet.until),
      reason: quiet?.reason ?? null,
    })),
    mutes: status.mutes.map(({ since, until, ...mute }) => ({
      ...mute,
      since: formatIso(since),
      until: formatIso(until),
    })),
    undelivered: status.failing.map(({ destination, since }) => ({
      destination,
      since: formatIso(since),
    })),
  };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

const columns = [
  { title: 'JOB', align: 'left' },
  { title: 'ALERT', align: 'left' },
  { title: 'SEVERITY', align: 'left', rank: 2 },
  { title: 'ON FOR', align: 'right', rank: 1 },
  { title: 'TOLD', align: 'left', wraps: true },
] as const;

export function showStatus(screen: Screen, { config, status, standing, at }: Report): void {
  const rows = standing.map(({ job, alert, severity, since, quiet }) => [
    printable(job ?? config.service),
    alert,
    screen.style(severity === 'critical' ? 'red' : 'yellow', severity),
    formatDuration(Math.max(0, Math.floor((at - since) / 60) * 60)),
    quiet === undefined ? 'yes' : describeQuiet(quiet),
  ]);
  const lines = [
    ...(rows.length === 0
      ? [`${config.service}: no alarm is on`]
      : formatTable(screen, columns, rows)),
    ...status.mutes.map(describeMute),
    ...status.failing.map(
      ({ destination, since }) =>
        `${printable(destination)} has not been reached since ${formatMinute(since)} UTC`,
    ),
  ];
  screen.write(`${lines.join('\n')}\n`);
}

function describeQuiet({ reason, until }: Quiet): string {
  const end = until === undefined ? '' : ` until ${formatMinute(until)} UTC`;
  return `no, muted${end}: ${printable(reason)}`;
}
