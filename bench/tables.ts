import type { ColdStart } from './cold-start.ts';
import type { CommandTime } from './commands.ts';
import { describeFleet } from './fleet.ts';
import type { DayResult, PrometheusCost, RoundResult } from './measured.ts';

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
    describeFleet(round),
    round.phase,
    formatSeconds(round.prometheusCpuSeconds),
    formatSeconds(round.floorPrometheusCpuSeconds),
    formatNumber(round.samples),
    formatSeconds(round.wallSeconds),
    formatSeconds(round.functionCpuSeconds),
    formatMegabytes(round.functionPeakBytes / 1e6),
  ]);
  return formatTable([head, ...rows]);
}

/** Formats queries, bytes and published metrics per round as a Markdown table. */
export function formatTraffic(rounds: readonly RoundResult[]): string {
  const head = [
    'jobs',
    'round',
    'queries',
    'slowest',
    'PromQL',
    'answered (gzip)',
    'metrics',
    'calls',
  ];
  const rows = rounds.map(round => [
    describeFleet(round),
    round.phase,
    formatNumber(round.queries),
    formatSeconds(round.slowestQuerySeconds),
    `${formatNumber(round.promqlBytes)} B`,
    formatKilobytes(round.answeredBytes),
    formatNumber(round.metrics),
    formatNumber(round.calls),
  ]);
  return formatTable([head, ...rows]);
}

/** Formats what a day costs Prometheus, compared with the floor and with rules written by hand. */
export function formatDays(days: readonly DayResult[]): string {
  const head = ['jobs', 'of Prometheus, a day', 'CPU', 'samples', 'answered (gzip)'];
  const rows = days.flatMap(day => [
    describeCost(describeFleet(day), 'Jobwatch', day.day),
    describeCost('', `of which ${day.coldStarts} cold starts`, multiply(day.start, day.coldStarts)),
    ['', 'the floor', formatSeconds(day.floorPrometheusCpuSeconds), '', ''],
    describeCost('', 'nine rules by hand', day.hand),
  ]);
  return formatTable([head, ...rows]);
}

function describeCost(jobs: string, what: string, cost: PrometheusCost): string[] {
  return [
    ...[jobs, what, formatSeconds(cost.prometheusCpuSeconds)],
    `${formatNumber(cost.samples / 1e6)} M`,
    `${formatNumber(cost.answeredBytes / 1e6)} MB`,
  ];
}

function multiply(cost: PrometheusCost, times: number): PrometheusCost {
  return {
    prometheusCpuSeconds: cost.prometheusCpuSeconds * times,
    samples: cost.samples * times,
    answeredBytes: cost.answeredBytes * times,
  };
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
  return formatTable([head, ...rows]);
}

export function formatCommands(times: readonly CommandTime[]): string {
  const rows = times.map(({ command, wallSeconds, cpuSeconds }) => [
    `\`${command}\``,
    formatSeconds(wallSeconds),
    formatSeconds(cpuSeconds),
  ]);
  return formatTable([['command', 'wall', 'CPU'], ...rows]);
}

/** Formats rows as a Markdown table; the first row is its head. */
export function formatTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, index) => (index === 0 ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

function formatNumber(value: number): string {
  return new Intl.NumberFormat('en').format(Math.round(value));
}

function formatSeconds(value: number): string {
  if (value >= 600) return `${Math.round(value / 60)} min`;
  return value < 1 ? `${Number((value * 1000).toPrecision(2))} ms` : `${value.toFixed(1)} s`;
}

function formatMegabytes(value: number): string {
  return `${Math.round(value)} MB`;
}

function formatKilobytes(bytes: number): string {
  return `${formatNumber(bytes / 1000)} kB`;
}
