import { formatAlertValue } from '../../alarms/format-values.ts';
import { findStanding, type StandingBreach } from '../../alarms/standing-breaches.ts';
import type { Alert } from '../../checks/check.ts';
import { findAlert, findCheck } from '../../checks/index.ts';
import { formatDuration } from '../../model/format.ts';
import { type AlertName, findSetting } from '../../model/job.ts';
import type { Measurement } from '../../model/measurement.ts';
import { describeAlarmState } from '../describe-status.ts';
import type { JobStatus } from '../job-status.ts';
import type { Snapshot } from '../snapshot.ts';
import { explainAge } from './explain-age.ts';
import { explainQueue } from './explain-queue.ts';
import { explainJudgedRuns } from './explain-runs.ts';
import type { Explanation, Reasons } from './explanation.ts';

/** Why an alert of a job is on or off at the minute of the snapshot. */
export function explainAlert(name: AlertName, status: JobStatus, snapshot: Snapshot): Explanation {
  const alert = findAlert(name);
  const { job, measurements } = status;
  const metric = alert.metric(job);
  const measured = measurements.find(measurement => measurement.metric === metric);
  const breach = findStanding(job, measurements, snapshot).find(one => one.alert === name);
  const { sentences, tables } = findReasons(alert, status, snapshot.at);
  const hold = `It goes on after the limit has been exceeded for ${formatDuration(60 * findSetting(job, name).holdMinutes)}.`;
  return {
    alert: name,
    state: describeState(breach, measured, snapshot.at),
    sentences: [
      describeValue(alert, status, measured),
      ...sentences,
      ...(breach?.since === undefined ? [hold] : []),
    ],
    tables,
  };
}

function findReasons(alert: Alert, status: JobStatus, at: number): Reasons {
  switch (findCheck(alert.name).name) {
    case 'staleness':
      return explainAge(status, at);
    case 'queue':
      return explainQueue(alert, status, at);
    default:
      return explainJudgedRuns(alert, status, at);
  }
}

function describeState(
  breach: StandingBreach | undefined,
  measured: Measurement | undefined,
  at: number,
): string {
  if (breach !== undefined) return describeAlarmState(breach, at);
  return measured === undefined ? 'off; no data at this minute' : 'off';
}

function describeValue(
  alert: Alert,
  { job }: JobStatus,
  measured: Measurement | undefined,
): string {
  const configured = findSetting(job, alert.name).limit;
  const limit = formatAlertValue(alert.name, measured?.limits?.[alert.name] ?? configured);
  const metric = alert.metric(job);
  if (measured === undefined) return `${metric} has no value; the limit is ${limit}.`;
  return `${metric} is ${formatAlertValue(alert.name, measured.value)}; the limit is ${limit}.`;
}
