import type { Transition } from '../alarms/evaluate.ts';
import { alarmName } from '../cloudwatch/names.ts';
import type { Config } from '../config/config.ts';
import { formatDuration } from '../model/format.ts';
import { alertNames } from '../checks/index.ts';
import type { AlarmHistory, Span } from './alarm-histories.ts';
import { formatIso, formatMinute } from './moment.ts';
import { paint } from './paint.ts';
import type { Replay } from './replay.ts';
import { layTable } from './table.ts';
import { printable, type Screen } from './terminal.ts';

const weekSeconds = 7 * 86_400;

/** The one object that `backtest --format json` prints. */
export function backtestJson(config: Config, { span, alarms }: Replay): string {
  const report = {
    from: formatIso(span.from),
    to: formatIso(span.to),
    stepSeconds: 60,
    alarms: alarms.map(({ spec, transitions }) => ({
      alert: spec.alert,
      job: spec.job,
      severity: spec.severity,
      name: alarmName(config.service, spec.job, spec.alert),
      transitions: transitions.map(({ at, state, value, threshold }) => ({
        at: formatIso(at),
        state,
        value,
        threshold,
      })),
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** One stretch in ALARM; `to` is absent where it still stood at the end. */
export type Episode = Readonly<{ from: number; to: number | undefined; value: number | null }>;

/** The stretches in ALARM of one alarm, oldest first. */
export function episodesOf(transitions: readonly Transition[]): Episode[] {
  return transitions.flatMap((transition, index) => {
    if (transition.state !== 'ALARM') return [];
    return [{ from: transition.at, to: transitions[index + 1]?.at, value: transition.value }];
  });
}

/** Whether any alarm stood or went off within the span. */
export function anyFired({ alarms, span }: Replay): boolean {
  return alarms.some(history => firedEpisodes(history, span).length > 0);
}

function firedEpisodes({ transitions }: AlarmHistory, span: Span): Episode[] {
  return episodesOf(transitions).filter(({ to }) => to === undefined || to >= span.from);
}

/** An alarm mails when it goes off and when it is over. */
function countMails({ transitions }: AlarmHistory, span: Span): number {
  return transitions.filter(
    ({ at, state }, index) =>
      at >= span.from && (state === 'ALARM' || (index > 0 && state === 'OK')),
  ).length;
}

/** Each alarm that would have gone off, the mails a week, the noisiest, and what never fired. */
export function showBacktest(screen: Screen, replay: Replay): void {
  const { span, alarms } = replay;
  const fired = alarms.filter(history => firedEpisodes(history, span).length > 0);
  screen.write(`Alarms from ${formatMinute(span.from)} to ${formatMinute(span.to)} UTC\n\n`);
  if (fired.length === 0) screen.write(`${screen.style('green', 'No alarm would have fired.')}\n`);
  else screen.write(`${episodeTable(screen, fired, span).join('\n')}\n`);
  screen.write(`\n${summary(fired, replay).join('\n')}\n`);
  const quiet = quietAlerts(fired);
  if (quiet.length > 0) screen.write(`never fired: ${quiet.join(', ')}\n`);
  if (replay.unknownMinutes > 0) {
    screen.write(`Prometheus knew nothing in ${replay.unknownMinutes} of the minutes\n`);
  }
  for (const warning of replay.warnings) screen.write(`warning: ${printable(warning)}\n`);
}

function episodeTable(screen: Screen, fired: readonly AlarmHistory[], span: Span): string[] {
  const rows = fired
    .flatMap(({ spec, transitions }) =>
      firedEpisodes({ spec, transitions }, span).map(episode => ({ spec, episode })),
    )
    .toSorted((a, b) => a.episode.from - b.episode.from)
    .map(({ spec, episode }) => {
      const { alert, severity, job } = spec;
      const lasted = formatDuration((episode.to ?? span.to) - episode.from);
      return [
        formatMinute(episode.from),
        episode.to === undefined ? `${lasted}, still on` : lasted,
        screen.style(severity === 'critical' ? 'red' : 'yellow', severity),
        printable(job),
        alert,
        episode.value === null ? '-' : paint.forAlert(alert, episode.value),
      ];
    });
  const columns = ['From (UTC)', 'Lasted', 'Severity', 'Job', 'Alert', 'Value'].map(title => ({
    title,
    align: title === 'Value' ? ('right' as const) : ('left' as const),
  }));
  return layTable(columns, rows, text => screen.style('bold', text));
}

/** The rate is that of the minutes Prometheus knew: before its history begins nothing can fire. */
function summary(fired: readonly AlarmHistory[], { span, unknownMinutes }: Replay): string[] {
  const mails = fired.map(history => ({ history, count: countMails(history, span) }));
  const total = mails.reduce((sum, { count }) => sum + count, 0);
  const knownSeconds = span.to - span.from - 60 * unknownMinutes;
  const weeks = Math.max(knownSeconds, 60) / weekSeconds;
  const lines = [`${total} mails, ${Math.round(total / weeks)} a week at this rate`];
  const noisiest = mails.toSorted((a, b) => b.count - a.count)[0];
  if (noisiest !== undefined && noisiest.count > 2) {
    const { alert, job } = noisiest.history.spec;
    lines.push(`noisiest: ${alert} of ${printable(job)} with ${noisiest.count} mails`);
  }
  return lines;
}

function quietAlerts(fired: readonly AlarmHistory[]): string[] {
  const names = new Set(fired.map(({ spec }) => spec.alert));
  return alertNames.filter(name => !names.has(name));
}
