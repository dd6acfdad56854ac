import type { ColdStart } from './cold-start.ts';
import type { Figures, RoundResult } from './measured.ts';

/** The results of a round as Markdown, for the terminal and for the docs alike. */
export function roundTable(rounds: readonly RoundResult[]): string {
  const rows = rounds.flatMap(round => {
    const { floor, jobwatch, byHand, traffic } = round;
    return [
      [label(round.jobs), 'floor', ...figuresOf(floor, floor), ...trafficOf(traffic)],
      ['', 'Jobwatch', ...figuresOf(jobwatch, floor), ...trafficOf(traffic)],
      [
        '',
        `by hand (${byHand.sampledJobs} jobs, scaled)`,
        ...figuresOf(byHand, floor),
        label(byHand.queries),
        label(byHand.calls),
      ],
    ];
  });
  const head = ['jobs', 'who', 'wall', 'x floor', 'own CPU', 'Prometheus CPU', 'peak memory'];
  return markdown([...head, 'queries', 'calls'], rows);
}

/** Where the time of each check goes, floor and Jobwatch. */
export function checkTable(rounds: readonly RoundResult[]): string {
  const rows = rounds.flatMap(({ jobs, byCheck }) =>
    Object.entries(byCheck).map(([name, { floor, jobwatch }]) => [
      label(jobs),
      name,
      seconds(floor.wallMilliseconds),
      seconds(jobwatch.wallMilliseconds),
      seconds(jobwatch.cpuMilliseconds),
      seconds(jobwatch.prometheusCpuMilliseconds),
      megabytes(jobwatch.peakMegabytes),
    ]),
  );
  const head = ['jobs', 'check', 'floor', 'Jobwatch', 'own CPU', 'Prometheus CPU', 'peak memory'];
  return markdown(head, rows);
}

/** Bytes on the wire, and how many metrics a round publishes. */
export function trafficTable(rounds: readonly RoundResult[]): string {
  const rows = rounds.map(({ jobs, traffic }) => [
    label(jobs),
    kilobytes(traffic.askedBytes),
    kilobytes(traffic.answeredBytes),
    label(traffic.metrics),
    kilobytes(traffic.publishedBytes),
  ]);
  return markdown(['jobs', 'asked', 'answered (gzip)', 'metrics', 'published (gzip)'], rows);
}

export function coldStartTable(starts: readonly ColdStart[]): string {
  const rows = starts.map(start => [
    start.name,
    kilobytes(start.bytes),
    seconds(start.initMilliseconds),
    start.initRatio.toFixed(2),
    megabytes(start.megabytes),
    seconds(start.firstCallMilliseconds),
  ]);
  const head = ['function', 'code', 'init', 'x baseline', 'memory after init', 'first call'];
  return markdown(head, rows);
}

function figuresOf(figures: Figures, floor: Figures): string[] {
  return [
    seconds(figures.wallMilliseconds),
    (figures.wallMilliseconds / floor.wallMilliseconds).toFixed(2),
    seconds(figures.cpuMilliseconds),
    seconds(figures.prometheusCpuMilliseconds),
    megabytes(figures.peakMegabytes),
  ];
}

function trafficOf({ queries, calls }: RoundResult['traffic']): string[] {
  return [label(queries), label(calls)];
}

function seconds(milliseconds: number): string {
  return milliseconds < 1000
    ? `${milliseconds.toFixed(0)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}

function megabytes(value: number): string {
  return `${value.toFixed(0)} MB`;
}

function kilobytes(bytes: number): string {
  return `${label(Math.round(bytes / 1000))} kB`;
}

function label(count: number): string {
  return count.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map(row => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `|${widths.map(width => '-'.repeat(width + 2)).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
