import { readFile, writeFile } from 'node:fs/promises';
import { withConfig } from '../../lib/cli/session.ts';
import { replacePart } from '../../scripts/docs/replace-part.ts';
import { corpus } from './all.ts';
import { serveHistories } from './history.ts';
import { createConfig, judgeByJobwatch } from './jobwatch.ts';
import { type Score, scoreFired } from './judge.ts';
import { judgeByOriginal } from './original.ts';
import type { CorpusScenario } from './scenario.ts';

type Row = Readonly<{ scenario: CorpusScenario; original: Score; jobwatch: Score }>;

const readme = new URL('../../README.md', import.meta.url);
const page = new URL('../../docs/corpus.md', import.meta.url);
const markers = { begin: '<!-- corpus:begin -->', end: '<!-- corpus:end -->' } as const;

const wanted = process.argv[2] ?? '';
const rows = await scoreAll(corpus.filter(({ name }) => name.includes(wanted)));
const summary = formatSummary(rows);
process.stdout.write(`${[...formatTable(rows), '', ...summary].join('\n')}\n`);
for (const { scenario, jobwatch } of rows) {
  const faults = [...jobwatch.missed, ...jobwatch.wrong, ...jobwatch.flaps];
  for (const fault of faults) process.stdout.write(`Jobwatch, ${scenario.name}: ${fault}\n`);
}
if (wanted === '') {
  await writeFile(page, formatPage(rows));
  await writeSummary(summary);
}
process.exitCode = rows.every(({ jobwatch }) => formatVerdict(jobwatch) === 'ok') ? 0 : 1;

async function scoreAll(scenarios: readonly CorpusScenario[]): Promise<Row[]> {
  const server = await serveHistories(scenarios);
  try {
    const scored: Row[] = [];
    for (const scenario of scenarios) {
      const jobwatch = scoreFired(scenario, await judgeByJobwatch(scenario, server.url));
      const config = createConfig(scenario, server.url);
      const fired = await withConfig(config, ({ prometheus }) =>
        judgeByOriginal(scenario, prometheus),
      );
      scored.push({ scenario, jobwatch, original: scoreFired(scenario, fired) });
    }
    return scored;
  } finally {
    await server.stop();
  }
}

function formatVerdict({ missed, wrong, flaps }: Score): string {
  const faults = [
    missed.length > 0 ? `missed ${missed.length}` : '',
    wrong.length > 0 ? `false ${wrong.length}` : '',
    flaps.length > 0 ? `flaps ${flaps.length}` : '',
  ];
  return faults.filter(fault => fault !== '').join(', ') || 'ok';
}

function formatTable(scored: readonly Row[]): string[] {
  return [
    '| scenario | must fire | original rules | Jobwatch |',
    '| --- | ---: | --- | --- |',
    ...scored.map(
      ({ scenario, original, jobwatch }) =>
        `| ${scenario.name} | ${jobwatch.demanded} | ${formatVerdict(original)} | ${formatVerdict(jobwatch)} |`,
    ),
  ];
}

function formatSummary(scored: readonly Row[]): string[] {
  const demanded = scored.reduce((sum, { jobwatch }) => sum + jobwatch.demanded, 0);
  const line = (title: string, read: (score: Score, all: number) => string) => {
    const cell = (judge: 'original' | 'jobwatch') =>
      read(total(scored.map(row => row[judge])), clean(scored, judge));
    return `| ${title} | ${cell('original')} | ${cell('jobwatch')} |`;
  };
  return [
    `| ${scored.length} scenarios, ${demanded} alarms that must fire | original rules | Jobwatch |`,
    '| --- | ---: | ---: |',
    line('scenarios without a fault', (_, all) => `${all}`),
    line(
      'alarms raised in time and cleared in time',
      ({ missed }) => `${demanded - missed.length}`,
    ),
    line('false alarms', ({ wrong }) => `${wrong.length}`),
    line('alarms that flapped', ({ flaps }) => `${flaps.length}`),
  ];
}

function clean(scored: readonly Row[], judge: 'original' | 'jobwatch'): number {
  return scored.filter(row => formatVerdict(row[judge]) === 'ok').length;
}

function total(scores: readonly Score[]): Score {
  return {
    demanded: scores.reduce((sum, { demanded }) => sum + demanded, 0),
    missed: scores.flatMap(({ missed }) => missed),
    wrong: scores.flatMap(({ wrong }) => wrong),
    flaps: scores.flatMap(({ flaps }) => flaps),
  };
}

function formatPage(scored: readonly Row[]): string {
  return [
    '# The corpus',
    '',
    '`npm run corpus` writes this page. It loads every scenario of `test/corpus/` into a real Prometheus',
    'and judges it by the nine original rules and by `jobwatch backtest`. "missed" counts alarms that did',
    'not begin or end when they had to; "false" counts alarms that the scenario does not expect.',
    '',
    ...formatSummary(scored),
    '',
    ...formatTable(scored),
    '',
  ].join('\n');
}

async function writeSummary(lines: readonly string[]): Promise<void> {
  const text = await readFile(readme, 'utf8');
  await writeFile(readme, replacePart(text, markers, lines.join('\n')));
}
