import type { Datapoint } from '../../lib/alarms/range.ts';
import { type Change, listMails } from '../alarm-watch.ts';
import type { RecordingCloudWatch } from '../recording-cloudwatch.ts';
import type { Reference } from './reference.ts';

/** A day with faults, compared with the same day without faults. */
export type Comparison = Readonly<{
  /** Datapoints of job metrics: one per metric and minute. */
  due: number;
  published: number;
  missing: number;
  /**
   * Datapoints with a different value than without faults, and datapoints that should not exist.
   */
  different: readonly string[];
  /** Sent more than once, with the same value. */
  twice: number;
  jobMails: number;
  jobMailsUndisturbed: number;
  falseAlarms: readonly string[];
  falseRecoveries: readonly string[];
  missedAlarms: readonly string[];
  /** The longest delay of a job's alarm, in minutes. */
  latestAlarmMinutes: number;
  sourceMails: number;
  ownMails: number;
  /** Requests that CloudWatch would reject. */
  invalid: readonly string[];
}>;

type Disturbed = Readonly<{
  cloudWatch: Pick<RecordingCloudWatch, 'series' | 'sent' | 'invalid'>;
  changes: readonly Change[];
}>;

type Span = Readonly<{ from: number; to: number }>;

export function compareDays(disturbed: Disturbed, reference: Reference, span: Span): Comparison {
  const { cloudWatch, changes } = disturbed;
  const ofJobs = changes.filter(({ alarm }) => !isOwn(alarm));
  const mails = listMails(changes);
  return {
    ...countPoints(cloudWatch, reference.series, span),
    ...compareAlarms(ofJobs, reference.changes),
    jobMails: listMails(ofJobs).length,
    jobMailsUndisturbed: listMails(reference.changes).length,
    sourceMails: mails.filter(({ alarm }) => alarm.endsWith('/SourceUnreachable')).length,
    ownMails: mails.filter(({ alarm }) => alarm.endsWith('/NotReporting')).length,
    invalid: cloudWatch.invalid,
  };
}

/** Whether an alarm is one of Jobwatch's own, which are never on without faults. */
export function isOwn(alarm: string): boolean {
  return alarm.endsWith('/SourceUnreachable') || alarm.endsWith('/NotReporting');
}

function countPoints(
  { series, sent }: Disturbed['cloudWatch'],
  expected: Reference['series'],
  span: Span,
) {
  const counts = { due: 0, published: 0, missing: 0, twice: 0 };
  const different: string[] = [];
  const note = (at: number, text: string) =>
    different.push(describeChange({ alarm: text, from: at }));
  const isIn = ({ at }: Datapoint) => at >= span.from && at <= span.to;
  for (const [key, points] of expected) {
    const found = new Map((series.get(key) ?? []).map(({ at, value }) => [at, value]));
    for (const { at, value } of points.filter(isIn)) {
      const published = found.get(at);
      counts.due += 1;
      if (published === undefined) counts.missing += 1;
      else counts.published += 1;
      if (published !== undefined && !isSame(published, value))
        note(at, `${key} is ${published} and not ${value}`);
      if ((sent.get(`${key} @ ${at}`) ?? 0) > 1) counts.twice += 1;
    }
  }
  for (const [key, points] of series) {
    if (/^\["(Heartbeat|UnlistedJobs)"/.test(key)) continue;
    const due = new Set((expected.get(key) ?? []).map(({ at }) => at));
    for (const point of points) {
      if (isIn(point) && !due.has(point.at)) note(point.at, `${key} is ${point.value} and not due`);
    }
  }
  return { ...counts, different };
}

/** Sums may be added in another order, so the last digits may differ. */
function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
}

type Episode = Readonly<{ alarm: string; from: number; to: number }>;

/** A fault may delay an alarm or its end by its own length, which is at most this, in seconds. */
const graceSeconds = 45 * 60;

function compareAlarms(changes: readonly Change[], undisturbed: readonly Change[]) {
  const [found, expected] = [listEpisodes(changes), listEpisodes(undisturbed)];
  const meets = (a: Episode, b: Episode) =>
    a.alarm === b.alarm && a.from <= b.to + graceSeconds && a.to >= b.from;
  const delays = expected.flatMap(b => {
    const first = found.find(a => meets(a, b));
    return first === undefined ? [] : [(first.from - b.from) / 60];
  });
  const falseRecoveries = changes.filter(
    ({ alarm, at, from, to }) =>
      from === 'ALARM' &&
      to === 'OK' &&
      expected.some(episode => episode.alarm === alarm && at >= episode.from && at < episode.to),
  );
  return {
    falseAlarms: found.filter(a => !expected.some(b => meets(a, b))).map(describeChange),
    missedAlarms: expected.filter(b => !found.some(a => meets(a, b))).map(describeChange),
    falseRecoveries: falseRecoveries.map(({ alarm, at }) => describeChange({ alarm, from: at })),
    latestAlarmMinutes: Math.max(0, ...delays),
  };
}

function listEpisodes(changes: readonly Change[]): Episode[] {
  const open = new Map<string, number>();
  const episodes: Episode[] = [];
  for (const { alarm, at, to } of changes) {
    const from = open.get(alarm);
    if (to === 'ALARM') open.set(alarm, at);
    else if (from !== undefined) {
      episodes.push({ alarm, from, to: at });
      open.delete(alarm);
    }
  }
  const unending = [...open].map(([alarm, from]) => ({
    alarm,
    from,
    to: Number.POSITIVE_INFINITY,
  }));
  return [...episodes, ...unending];
}

function describeChange({ alarm, from }: Pick<Episode, 'alarm' | 'from'>): string {
  return `${new Date(from * 1000).toISOString().slice(0, 16)}Z ${alarm}`;
}
