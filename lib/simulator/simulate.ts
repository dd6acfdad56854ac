import { type ExportedSeries, type FamilyName, listExportedSeries } from './exported-series.ts';
import { type WrittenFamily, type WrittenSeries, writeOpenMetrics } from './open-metrics.ts';
import { listRuns } from './runs.ts';
import { defaultScrapeJob, type Ledger, type Scenario, type SimulatedProcess } from './scenario.ts';
import { listScrapes, type Scrapes, scrapeAt } from './scrapes.ts';
import { checkScenario } from './valid-scenario.ts';

/** What happened, and what Prometheus saw of it. The texts are the same at every call. */
export type Simulation = Readonly<{
  ledger: Ledger;
  /** The history up to the scenario's end, or up to `until` (Unix seconds). */
  openMetrics: (until?: number) => Generator<string>;
  /** The result of scraping all processes at this time, with `up` and target labels. */
  openMetricsAt: (time: number) => string;
}>;

/**
 * Simulates a scenario. Pure: the same scenario gives the same text.
 * @throws DemoError `scenario-invalid`
 */
export function simulate(scenario: Scenario): Simulation {
  checkScenario(scenario);
  const lives = [...scenario.processes]
    .sort((a, b) => (a.startsAt ?? scenario.from) - (b.startsAt ?? scenario.from))
    .map(process => simulateLife(scenario, process));
  const write = (scrape: (process: SimulatedProcess) => Scrapes) =>
    writeOpenMetrics(
      collectFamilies(lives.map(life => ({ ...life, scrapes: scrape(life.process) }))),
    );
  return {
    ledger: joinLedgers(lives.map(life => life.ledger)),
    openMetrics: (until = scenario.to) => write(process => listScrapes(scenario, process, until)),
    openMetricsAt: time => [...write(process => scrapeAt(scenario, process, time))].join(''),
  };
}

type Life = Readonly<{
  process: SimulatedProcess;
  target: Readonly<Record<string, string>>;
  exported: readonly ExportedSeries[];
  ledger: Ledger;
}>;

type WatchedLife = Life & Readonly<{ scrapes: Scrapes }>;

function simulateLife(scenario: Scenario, process: SimulatedProcess): Life {
  const startsAt = process.startsAt ?? scenario.from;
  const preinitialised = process.preinitialised ?? false;
  const plans = process.jobs.map(job => ({ job, ledger: listRuns(scenario, process, job) }));
  return {
    process,
    target: { job: process.job ?? defaultScrapeJob, instance: process.instance, ...process.labels },
    exported: plans.flatMap(({ job, ledger }) =>
      listExportedSeries({ job, runs: ledger.runs, startsAt, preinitialised }),
    ),
    ledger: joinLedgers(plans.map(plan => plan.ledger)),
  };
}

function joinLedgers(ledgers: readonly Ledger[]): Ledger {
  return {
    runs: ledgers.flatMap(ledger => ledger.runs).sort((a, b) => a.end - b.end),
    unfinished: ledgers.flatMap(ledger => ledger.unfinished).sort((a, b) => a.start - b.start),
  };
}

const familyTypes: Readonly<Record<FamilyName, WrittenFamily['type']>> = {
  job_execution: 'counter',
  job_execution_duration_seconds: 'histogram',
  job_last_success_timestamp_seconds: 'gauge',
  job_items_processed: 'counter',
  job_queue_size: 'gauge',
};

function* collectFamilies(lives: readonly WatchedLife[]): Generator<WrittenFamily> {
  yield { name: 'up', type: 'gauge', series: upSeries(lives) };
  for (const [name, type] of Object.entries(familyTypes)) {
    yield { name, type, series: collectSeries(lives, name) };
  }
}

function* upSeries(lives: readonly WatchedLife[]): Generator<WrittenSeries> {
  for (const { target, scrapes } of lives) {
    const answered = new Set(scrapes.answered);
    const value = (time: number) => (answered.has(time) ? 1 : 0);
    yield { sampleName: 'up', labels: target, times: scrapes.attempted, value };
  }
}

function* collectSeries(lives: readonly WatchedLife[], family: string): Generator<WrittenSeries> {
  for (const { target, scrapes, exported } of lives) {
    for (const { family: name, sampleName, labels, value } of exported) {
      if (name !== family) continue;
      yield { sampleName, labels: { ...labels, ...target }, times: scrapes.answered, value };
    }
  }
}
