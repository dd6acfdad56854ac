import { type Episode, listEpisodesWithin } from '../../alarms/episodes.ts';
import type { Severity } from '../../model/job.ts';
import type { Backtest } from '../backtest-report.ts';
import type { Notification } from '../notifications.ts';

/** How a changed configuration affects an alarm that fires with at least one of the two. */
type ChangeKind = 'added' | 'removed' | 'changed';

/** An alarm that fires differently, with the times it was on under each configuration. */
export type AlarmDifference = Readonly<{
  change: ChangeKind;
  job: string;
  alert: string;
  severity: Severity;
  before: readonly Episode[];
  after: readonly Episode[];
}>;

/** The differences between two configurations over the same time range. */
export type BacktestComparison = Readonly<{
  span: Backtest['span'];
  alarms: readonly AlarmDifference[];
  /** How many messages each configuration sends, and those that only one of them sends. */
  messages: Readonly<{
    before: number;
    after: number;
    added: readonly Notification[];
    removed: readonly Notification[];
  }>;
}>;

/** Pure. Alarms in the order of the new configuration, then those only in the old one. */
export function compareBacktests(before: Backtest, after: Backtest): BacktestComparison {
  const [old, young] = [listFired(before), listFired(after)];
  const alarms = [...new Set([...young.keys(), ...old.keys()])].flatMap(key =>
    compareAlarm(old.get(key), young.get(key)),
  );
  const [sent, sends] = [before.notifications, after.notifications];
  return {
    span: after.span,
    alarms,
    messages: {
      before: sent.length,
      after: sends.length,
      added: listMissing(sends, sent),
      removed: listMissing(sent, sends),
    },
  };
}

type Fired = Pick<AlarmDifference, 'job' | 'alert' | 'severity'> &
  Readonly<{ episodes: readonly Episode[] }>;

function listFired({ alarms, span }: Backtest): Map<string, Fired> {
  const fired = alarms.flatMap((history): [string, Fired][] => {
    const { job, alert, severity } = history.spec;
    const episodes = listEpisodesWithin(history, span);
    return episodes.length === 0
      ? []
      : [[JSON.stringify([job, alert]), { job, alert, severity, episodes }]];
  });
  return new Map(fired);
}

function compareAlarm(old: Fired | undefined, young: Fired | undefined): AlarmDifference[] {
  const named = young ?? old;
  if (named === undefined) return [];
  const { job, alert, severity } = named;
  const [before, after] = [old?.episodes ?? [], young?.episodes ?? []];
  if (writeTimes(before) === writeTimes(after)) return [];
  const change = old === undefined ? 'added' : young === undefined ? 'removed' : 'changed';
  return [{ change, job, alert, severity, before, after }];
}

function writeTimes(episodes: readonly Episode[]): string {
  return JSON.stringify(episodes.map(({ from, to }) => [from, to]));
}

/** Messages of the first list that are not in the second at the same minute. */
function listMissing(some: readonly Notification[], others: readonly Notification[]) {
  const known = new Set(others.map(writeMessage));
  return some.filter(one => !known.has(writeMessage(one)));
}

function writeMessage({ at, severity, subject }: Notification): string {
  return JSON.stringify([at, severity, subject]);
}
