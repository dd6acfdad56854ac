import type { AlarmHistory } from '../alarms/alarm-histories.ts';
import { type Episode, listEpisodesWithin } from '../alarms/episodes.ts';
import type { Transition } from '../alarms/evaluate.ts';
import { formatAlertValue } from '../alarms/format-values.ts';
import { alertNames } from '../checks/index.ts';
import { alarmName } from '../cloudwatch/names.ts';
import type { Config } from '../config/config.ts';
import { formatDuration } from '../model/format.ts';
import type { TimeRange } from '../model/time-range.ts';
import { formatIso, formatMinute, formatShortMinute } from './moment.ts';
import type { Notification } from './notifications.ts';
import { isWithoutData, type Replay } from './replay.ts';
import { type Column, formatParagraph, formatTable } from './table.ts';
import { printable, type Screen } from './terminal.ts';

const weekSeconds = 7 * 86_400;

/** What a backtest found, and the messages that would have been sent. */
export type Backtest = Omit<Replay, 'findJob'> &
  Readonly<{ notifications: readonly Notification[] }>;

/** The one object that `backtest --format json` prints. */
export function formatBacktestJson(
  { service }: Pick<Config, 'service'>,
  { span, alarms, notifications }: Backtest,
): string {
  const report = {
    from: formatIso(span.from),
    to: formatIso(span.to),
    stepSeconds: 60,
    alarms: alarms.map(({ spec, transitions }) => ({
      alert: spec.alert,
      job: spec.job,
      severity: spec.severity,
      name: alarmName(service, spec.job, spec.alert),
      transitions: cutTransitions(transitions, span.from).map(
        ({ at, state, value, threshold }) => ({
          at: formatIso(at),
          state,
          value,
          threshold,
        }),
      ),
    })),
    notifications: notifications.map(one => ({ ...one, at: formatIso(one.at) })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** The state of an alarm before the range is its state when the range begins. */
function cutTransitions(transitions: readonly Transition[], from: number): Transition[] {
  const before = transitions.findLast(({ at }) => at <= from);
  const within = transitions.filter(({ at }) => at > from);
  return before === undefined ? within : [{ ...before, at: from }, ...within];
}

/** Whether any alarm was on at some time in the range. */
export function hasFired({ alarms, span }: Pick<Replay, 'alarms' | 'span'>): boolean {
  return alarms.some(history => listEpisodesWithin(history, span).length > 0);
}

/** Each alarm that would have fired, the messages per week, the noisiest alarm, and the alerts that never fired. */
export function showBacktest(screen: Screen, backtest: Backtest): void {
  const { span, warnings } = backtest;
  screen.write(`Alarms from ${formatMinute(span.from)} to ${formatMinute(span.to)} UTC\n\n`);
  if (isWithoutData(backtest)) {
    screen.write(`${screen.style('red', 'Prometheus has no data for this time.')}\n`);
  } else showFired(screen, backtest);
  for (const warning of warnings) {
    screen.write(`${formatParagraph(screen, 'warning:', printable(warning))}\n`);
  }
}

function showFired(screen: Screen, backtest: Backtest): void {
  const { span, alarms, unknownMinutes } = backtest;
  const fired = alarms.filter(history => listEpisodesWithin(history, span).length > 0);
  if (fired.length === 0) screen.write(`${screen.style('green', 'No alarm would have fired.')}\n`);
  else screen.write(`${formatEpisodes(screen, fired, span).join('\n')}\n`);
  screen.write(`\n${summarize(fired, backtest).join('\n')}\n`);
  const quiet = listQuietAlerts(fired);
  if (quiet.length > 0) {
    screen.write(`${formatParagraph(screen, 'never fired:', quiet.join(', '))}\n`);
  }
  if (unknownMinutes > 0) {
    screen.write(
      `Prometheus has no data for ${formatDuration(60 * unknownMinutes)} of this time\n`,
    );
  }
}

const columns: readonly Column[] = [
  { title: 'From (UTC)', align: 'left' },
  { title: 'Lasted', align: 'left', rank: 1 },
  { title: 'Severity', align: 'left', rank: 3 },
  { title: 'Job', align: 'left' },
  { title: 'Alert', align: 'left' },
  { title: 'Worst', align: 'right', rank: 2 },
];

/** Every alert of a job has this prefix, so a table of jobs leaves it out. */
const commonPrefix = 'BackgroundJob';

function formatEpisodes(screen: Screen, fired: readonly AlarmHistory[], span: TimeRange): string[] {
  const rows = fired
    .flatMap(history =>
      listEpisodesWithin(history, span).map(episode => ({ spec: history.spec, episode })),
    )
    .toSorted((a, b) => a.episode.from - b.episode.from)
    .map(({ spec: { alert, severity, job }, episode }) => [
      formatBeginning(episode, span),
      formatLength(episode, span),
      screen.style(severity === 'critical' ? 'red' : 'yellow', severity),
      printable(job),
      alert.startsWith(commonPrefix) ? alert.slice(commonPrefix.length) : alert,
      episode.value === null ? '-' : formatAlertValue(alert, episode.value),
    ]);
  return formatTable(screen, columns, rows);
}

/** An alarm that was on at the start of the range may have begun before it. */
function formatBeginning({ from }: Episode, span: TimeRange): string {
  return from < span.from ? `before ${formatShortMinute(span.from)}` : formatShortMinute(from);
}

function formatLength({ from, to }: Episode, span: TimeRange): string {
  const lasted = formatDuration((to ?? span.to) - Math.max(from, span.from));
  const least = from < span.from ? `over ${lasted}` : lasted;
  return to === undefined ? `${least} so far` : least;
}

/** A shorter time than this is not extrapolated to a week, in seconds. */
const leastRatedSeconds = 43_200;

/** The rate counts only minutes for which Prometheus has data: before that, nothing can fire. */
function summarize(
  fired: readonly AlarmHistory[],
  { span, unknownMinutes, notifications }: Backtest,
): string[] {
  const total = notifications.length;
  const knownSeconds = span.to - span.from - 60 * unknownMinutes;
  const perWeek = Math.round(total / (Math.max(knownSeconds, 60) / weekSeconds));
  const rate =
    knownSeconds < leastRatedSeconds
      ? ` in ${formatDuration(Math.max(knownSeconds, 60))}`
      : `, ${perWeek} per week at this rate`;
  const lines = [`${total} ${total === 1 ? 'mail' : 'mails'}${rate}`];
  const noisiest = fired
    .map(history => ({ history, count: listEpisodesWithin(history, span).length }))
    .toSorted((a, b) => b.count - a.count)[0];
  if (noisiest !== undefined && noisiest.count > 1) {
    const { alert, job } = noisiest.history.spec;
    lines.push(`noisiest: ${alert} of ${printable(job)}, which went on ${noisiest.count} times`);
  }
  return lines;
}

function listQuietAlerts(fired: readonly AlarmHistory[]): string[] {
  const names = new Set(fired.map(({ spec }) => spec.alert));
  return alertNames.filter(name => !names.has(name));
}
