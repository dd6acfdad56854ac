import type { Episode } from '../../alarms/episodes.ts';
import { formatDuration } from '../../model/format.ts';
import { formatIso, formatMinute, formatShortMinute } from '../moment.ts';
import type { Notification } from '../notifications.ts';
import { type Column, formatTable } from '../table.ts';
import { printable, type Screen } from '../terminal.ts';
import type { AlarmDifference, BacktestComparison } from './compare-backtests.ts';

/** The output of `backtest --compare --format json`. */
export function formatComparisonJson({ span, alarms, messages }: BacktestComparison): string {
  const answer = {
    from: formatIso(span.from),
    to: formatIso(span.to),
    alarms: alarms.map(({ before, after, ...alarm }) => ({
      ...alarm,
      before: before.map(formatEpisode),
      after: after.map(formatEpisode),
    })),
    messages: {
      ...messages,
      added: messages.added.map(formatMessage),
      removed: messages.removed.map(formatMessage),
    },
  };
  return `${JSON.stringify(answer, null, 2)}\n`;
}

function formatEpisode({ from, to, value }: Episode) {
  return { from: formatIso(from), to: to === undefined ? null : formatIso(to), value };
}

function formatMessage(message: Notification) {
  return { ...message, at: formatIso(message.at) };
}

const columns: readonly Column[] = [
  { title: 'Change', align: 'left' },
  { title: 'Severity', align: 'left', rank: 2 },
  { title: 'Job', align: 'left' },
  { title: 'Alert', align: 'left' },
  { title: 'Before', align: 'left', rank: 1 },
  { title: 'After', align: 'left' },
];

/** The comparison for a terminal. */
export function showComparison(screen: Screen, comparison: BacktestComparison): void {
  const { span, alarms, messages } = comparison;
  screen.write(`${describeSpan(comparison)}\n\n`);
  if (alarms.length === 0) screen.write(`${same}\n`);
  else {
    const rows = alarms.map(alarm => listCells(alarm, span.to).map(printable));
    screen.write(`${formatTable(screen, columns, rows).join('\n')}\n`);
  }
  screen.write(`\n${describeMessages(comparison)}\n`);
  for (const [sign, list] of [['+', messages.added] as const, ['-', messages.removed] as const]) {
    for (const { at, subject } of list) {
      screen.write(`${sign} ${formatShortMinute(at)}  ${printable(subject)}\n`);
    }
  }
}

/** The comparison for a pull request. */
export function formatComparisonMarkdown(comparison: BacktestComparison): string {
  const { span, alarms, messages } = comparison;
  const table = [
    `| ${columns.map(({ title }) => title).join(' | ')} |`,
    `|${' --- |'.repeat(columns.length)}`,
    ...alarms.map(alarm => `| ${listCells(alarm, span.to).map(escapeMarkdown).join(' | ')} |`),
  ];
  const lists = [['Added', messages.added] as const, ['Removed', messages.removed] as const];
  return `${[
    '### Jobwatch',
    describeSpan(comparison),
    alarms.length === 0 ? same : table.join('\n'),
    describeMessages(comparison),
    ...lists.flatMap(([title, list]) => formatList(title, list)),
  ].join('\n\n')}\n`;
}

const same = 'Every alarm fires as before.';

function describeSpan({ span }: BacktestComparison): string {
  const [from, to] = [formatMinute(span.from), formatMinute(span.to)];
  return `What this change does to the alarms of ${from} to ${to} UTC`;
}

function describeMessages({ messages }: BacktestComparison): string {
  const { before, after, added, removed } = messages;
  const counts = `${after} ${after === 1 ? 'message' : 'messages'}, before ${before}`;
  return `${counts}: ${added.length} added, ${removed.length} removed`;
}

function listCells(alarm: AlarmDifference, end: number): string[] {
  const { change, severity, job, alert, before, after } = alarm;
  return [change, severity, job, alert, sumUp(before, end), sumUp(after, end)];
}

/** How often an alarm fired, and for how long in total. */
function sumUp(episodes: readonly Episode[], end: number): string {
  if (episodes.length === 0) return 'never';
  const seconds = episodes.reduce((sum, { from, to = end }) => sum + to - from, 0);
  const times = episodes.length === 1 ? 'once' : `${episodes.length} times`;
  return `${times}, ${formatDuration(seconds)}`;
}

/** Job names are untrusted text. */
function escapeMarkdown(text: string): string {
  return printable(text).replace(/[\\`*_{}[\]<>()#+!|~@&-]/g, '\\$&');
}

function formatList(title: string, list: readonly Notification[]): string[] {
  if (list.length === 0) return [];
  const lines = list.map(
    ({ at, subject }) => `- ${formatShortMinute(at)} ${escapeMarkdown(subject)}`,
  );
  const summary = `<details><summary>${title}: ${list.length}</summary>`;
  return [summary, lines.join('\n'), '</details>'];
}
