import type { ColdStart } from './cold-start.ts';
import type { CommandTime } from './commands.ts';
import type { RoundResult } from './measured.ts';

/** Formats the results of the rounds as a Markdown table. */
export function formatRounds(rounds: readonly RoundResult[]): string {
  const head = [
    'jobs',
    'round',
    'Prometheus CPU',
    'floor',
    'samples',
    'wall',
    'function CPU',
    'peak memory',
  ];
  const rows = rounds.map(round => [
    formatNumber(round.jobs),
    round.phase,
    formatSeconds(round.prometheusCpuSeconds),
    formatSeconds(round.floorPrometheusCpuSeconds),
    formatNumber(round.samples),
    formatSeconds(round.wallSeconds),
    formatSeconds(round.functionCpuSeconds),
    formatMegabytes(round.functionPeakBytes / 1e6),
  ]);
  return formatTable(head, rows);
}

/** Formats queries, bytes and published metrics per round as a Markdown table. */
export function formatTraffic(rounds: readonly RoundResult[]): string {
  const head = ['jobs', 'round', 'queries', 'PromQL', 'answered (gzip)', 'metrics', 'calls'];
  const rows = rounds.map(round => [
    formatNumber(round.jobs),
    round.phase,
    formatNumber(round.queries),
    `${formatNumber(round.promqlBytes)} B`,
    formatKilobytes(round.answeredBytes),
    formatNumber(round.metrics),
    formatNumber(round.calls),
  ]);
  return formatTable(head, rows);
}

export function formatColdStarts(starts: readonly ColdStart[]): string {
  const head = ['function', 'code', 'start', 'x baseline', 'memory', 'first call'];
  const rows = starts.map(start => [
    start.name,
    formatKilobytes(start.bytes),
    formatSeconds(start.initMilliseconds / 1000),
    start.initRatio.toFixed(2),
    formatMegabytes(start.megabytes),
    formatSeconds(start.firstCallMilliseconds / 1000),
  ]);
  return formatTable(head, rows);
}

export function formatCommands(times: readonly CommandTime[]): string {
  const rows = times.map(({ command, wallSeconds, cpuSeconds }) => [
    `\`${command}\``,
    formatSeconds(wallSeconds),
    formatSeconds(cpuSeconds),
  ]);
  return formatTable(['command', 'wall', 'CPU'], rows);
}

function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, index) => (index === 0 ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

function formatNumber(value: number): string {
  return new Intl.NumberFormat('en').format(Math.round(value));
}

function formatSeconds(value: number): string {
  return value < 1 ? `${Number((value * 1000).toPrecision(2))} ms` : `${value.toFixed(1)} s`;
}

function formatMegabytes(value: number): string {
  return `${Math.round(value)} MB`;
}

function formatKilobytes(bytes: number): string {
  return `${formatNumber(bytes / 1000)} kB`;
}
