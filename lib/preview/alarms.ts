import {
  type AlarmHistory,
  type FindDatapoints,
  findReadRange,
  judgeAlarms,
} from '../alarms/alarm-histories.ts';
import { listEpisodesWithin } from '../alarms/episodes.ts';
import { formatAlertValue } from '../alarms/format-values.ts';
import { findAlert, findCheck } from '../checks/index.ts';
import type { AlertName, Fleet, Job } from '../model/job.ts';
import type { TimeRange } from '../model/time-range.ts';
import { listShadedChecks } from '../panels/alarm-bands.ts';
import type { MinuteColumns } from '../panels/minute-columns.ts';
import { panels } from '../panels/panels.ts';
import type { JobRow } from '../panels/rows.ts';
import type { AlarmEpisode } from './dashboard.ts';

/** The data from which the alarms of a span are judged. */
export type Minutes = Readonly<{ fleet: Fleet; columns: MinuteColumns; span: TimeRange }>;

/** Every alarm of the jobs over the span, by CloudWatch's own rules. */
export function judgeRange({ fleet, columns, span }: Minutes, rows: readonly JobRow[]) {
  const read = findReadRange([...fleet.jobs, fleet.unlisted.settings], span);
  const jobs = rows.map(({ job }) => job);
  const pausedUntil = new Map(jobs.map(job => [job.name, readPause(job)]));
  const findDatapoints: FindDatapoints = (job, metric, alert) => {
    const paused = pausedUntil.get(job) ?? 0;
    const all = columns.readDatapoints(job, metric, { alert, span: read });
    return paused <= read.from ? all : all.filter(({ at }) => at >= paused);
  };
  const alarms = judgeAlarms(jobs, findDatapoints, span);
  return { alarms, findDatapoints, at: span.to, from: read.from };
}

function readPause({ paused }: Job): number {
  return typeof paused === 'number' ? paused : 0;
}

/** The times in ALARM of a span: first those that are still on, then the newest. */
export function listAlarmEpisodes(
  alarms: readonly AlarmHistory[],
  span: TimeRange,
): AlarmEpisode[] {
  return alarms
    .flatMap(history => describeEpisodes(history, span))
    .sort((a, b) => Number(a.to !== null) - Number(b.to !== null) || b.from - a.from);
}

function describeEpisodes(history: AlarmHistory, span: TimeRange): AlarmEpisode[] {
  const { spec, transitions } = history;
  const { alert, job, severity } = spec;
  const limitAt = new Map(transitions.map(({ at, threshold }) => [at, threshold]));
  return listEpisodesWithin(history, span).map(({ from, to, value }) => ({
    job,
    alert,
    severity,
    from,
    to: to ?? null,
    value: value === null ? '–' : formatAlertValue(alert, value),
    limit: formatAlertValue(alert, limitAt.get(from) ?? spec.threshold),
    panels: findCharts(alert),
  }));
}

/** The charts that show what the alert judges. */
function findCharts(alert: AlertName): number[] {
  const { name } = findCheck(alert);
  return panels
    .filter(panel => panel.kind === 'timeseries' && listShadedChecks(panel).includes(name))
    .map(({ number }) => number);
}

/** The panel to look at first: the one with the check's own number. */
export function findPanel(alert: AlertName): number {
  const first = { age: 6, percent: 8, duration: 5, entries: 3, ratio: 3 } as const;
  const isItems = findCheck(alert).name === 'items';
  return isItems ? 7 : first[findAlert(alert).unit];
}
