import { listQuestions } from '../lib/sources/question.ts';
import { originalRules } from '../test/corpus/original.ts';
import { createMeasuredConfig, historyEnd, type MeasuredFleet } from './fleet.ts';
import type { PrometheusCost } from './measured.ts';
import { readCpuMilliseconds } from './processes.ts';
import { startRecorder } from './recorder.ts';
import { describeReading } from './traffic.ts';

/** A Prometheus with a fleet's history, and its process id. */
export type Measured = Readonly<{ url: string; pid: number }>;

/** Queries are repeated, so that their CPU time is measurable in steps of 10 ms. */
const repetitions = { least: 2, most: 10 } as const;

/** For more jobs than this, each repetition takes seconds. */
const manyJobs = 1_000;

/** Measures Prometheus's CPU time, in seconds, for counting the series that a round needs. */
export async function measureFloor(fleet: MeasuredFleet, { url, pid }: Measured): Promise<number> {
  const selectors = createMeasuredConfig(fleet, url).fleet.sources.flatMap(listQuestions);
  const queries = selectors.map(({ selector }) => `count(${selector})`);
  await ask(url, queries);
  return measureCpuSeconds({ url, pid }, queries, repetitions.most);
}

/**
 * Measures what one would write by hand: the expressions of the original's nine alert rules, once.
 * They consider neither how often a job runs nor how many runs there were, and look back fifteen
 * minutes at most.
 */
export async function measureHand(
  { jobs }: MeasuredFleet,
  { url, pid }: Measured,
): Promise<PrometheusCost> {
  const queries = originalRules.map(({ expr }) => expr);
  const recorder = await startRecorder(url);
  await ask(recorder.url, queries);
  const reading = await describeReading(recorder.take(), url);
  recorder.close();
  const times = jobs < manyJobs ? repetitions.most : repetitions.least;
  const prometheusCpuSeconds = await measureCpuSeconds({ url, pid }, queries, times);
  return { ...reading, prometheusCpuSeconds };
}

/** Prometheus's CPU time for one evaluation, in seconds. */
async function measureCpuSeconds(
  { url, pid }: Measured,
  queries: readonly string[],
  times: number,
): Promise<number> {
  const before = readCpuMilliseconds(pid);
  for (let time = 0; time < times; time += 1) await ask(url, queries);
  return (readCpuMilliseconds(pid) - before) / 1000 / times;
}

async function ask(url: string, queries: readonly string[]): Promise<void> {
  for (const query of queries) {
    const body = new URLSearchParams({ query, time: String(historyEnd) });
    await (await fetch(`${url}/api/v1/query`, { method: 'POST', body })).text();
  }
}
