import { DemoError } from './demo-error.ts';
import { defaultScrapeJob, type Scenario, type SimulatedProcess } from './scenario.ts';

/** @throws DemoError `scenario-invalid` if a scenario is impossible. */
export function checkScenario(scenario: Scenario): void {
  const { from, to, scrapeSeconds } = scenario;
  assertPossible(to > from, `the scenario ends (${to}) before it begins (${from})`);
  assertPossible(
    scrapeSeconds >= 5 && scrapeSeconds <= 60,
    `scrapeSeconds is ${scrapeSeconds}, not 5 to 60`,
  );
  for (const process of scenario.processes) checkProcess(process, scenario);
  for (const lives of Map.groupBy(scenario.processes, formatTarget).values()) {
    checkLives(lives, scenario);
  }
}

function checkProcess(process: SimulatedProcess, { from, scrapeSeconds }: Scenario): void {
  const { instance, phaseSeconds = 0, startsAt = from, stopsAt } = process;
  assertPossible(stopsAt === undefined || stopsAt > startsAt, `${instance} stops before it starts`);
  assertPossible(
    phaseSeconds >= 0 && phaseSeconds < scrapeSeconds,
    `${instance} is scraped ${phaseSeconds} s into an interval of ${scrapeSeconds} s`,
  );
  for (const { name, intervalSeconds } of process.jobs) {
    assertPossible(
      intervalSeconds > 0,
      `${name} on ${instance} has an interval of ${intervalSeconds} s`,
    );
  }
  const names = new Set(process.jobs.map(job => job.name));
  assertPossible(names.size === process.jobs.length, `${instance} has two jobs of the same name`);
}

function checkLives(lives: readonly SimulatedProcess[], { from }: Scenario): void {
  const sorted = [...lives].sort((a, b) => (a.startsAt ?? from) - (b.startsAt ?? from));
  sorted.slice(1).forEach((life, index) => {
    const before = sorted[index]?.stopsAt ?? Number.POSITIVE_INFINITY;
    assertPossible(
      before <= (life.startsAt ?? from),
      `${life.instance} starts before it has stopped`,
    );
  });
}

function formatTarget({ job = defaultScrapeJob, instance }: SimulatedProcess): string {
  return JSON.stringify([job, instance]);
}

function assertPossible(holds: boolean, problem: string): void {
  if (!holds) throw new DemoError('scenario-invalid', `This scenario is impossible: ${problem}.`);
}
