import { randomFraction } from './random.ts';
import type { Ledger, PerRun, Run, Scenario, SimulatedJob, SimulatedProcess } from './scenario.ts';

/** Lists one job's runs in one process, ordered by their ends. */
export function listRuns(scenario: Scenario, process: SimulatedProcess, job: SimulatedJob): Ledger {
  const runs: Run[] = [];
  const unfinished: { job: string; instance: string; start: number }[] = [];
  const stopsAt = process.stopsAt ?? Number.POSITIVE_INFINITY;
  let busyUntil = Number.NEGATIVE_INFINITY;
  for (const { start, index } of listStarts(scenario, process, job)) {
    if (job.whenBusy === 'skip' && start < busyUntil) continue;
    const run = createRun(process, job, { start, index });
    busyUntil = run.end;
    if (run.end <= Math.min(stopsAt, scenario.to)) runs.push(run);
    else unfinished.push({ job: job.name, instance: process.instance, start });
  }
  return { runs: runs.sort((a, b) => a.end - b.end), unfinished };
}

type Start = Readonly<{ start: number; index: number }>;

function* listStarts(
  scenario: Scenario,
  process: SimulatedProcess,
  job: SimulatedJob,
): Generator<Start> {
  const from = Math.max(
    process.startsAt ?? scenario.from,
    job.activeFrom ?? Number.NEGATIVE_INFINITY,
  );
  const end = Number.POSITIVE_INFINITY;
  const until = Math.min(process.stopsAt ?? end, job.activeTo ?? end, scenario.to);
  const anchor = job.firstRunAt ?? from;
  const firstIndex = Math.ceil((from - anchor) / job.intervalSeconds);
  for (let index = firstIndex; ; index += 1) {
    const due = anchor + index * job.intervalSeconds;
    if (due >= until) return;
    const fraction = randomFraction(scenario.seed, process.instance, job.name, due);
    const start = roundToMilliseconds(due + (job.startJitterSeconds ?? 0) * fraction);
    if (start < until) yield { start, index };
  }
}

function createRun(process: SimulatedProcess, job: SimulatedJob, { start, index }: Start): Run {
  const durationSeconds = resolvePerRun(job.durationSeconds, start, index);
  return {
    job: job.name,
    instance: process.instance,
    start,
    end: roundToMilliseconds(start + durationSeconds),
    durationSeconds,
    outcome: resolvePerRun(job.outcome ?? 'success', start, index),
    items: job.items === undefined ? undefined : resolvePerRun(job.items, start, index),
  };
}

function resolvePerRun<T extends string | number | object>(
  value: PerRun<T>,
  startsAt: number,
  runIndex: number,
): T {
  return typeof value === 'function' ? value(startsAt, runIndex) : value;
}

/** Prometheus stores times in milliseconds. */
function roundToMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
