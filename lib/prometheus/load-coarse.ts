import type { SourceHistory } from '../history/history.ts';
import type { TimeRange } from '../model/time-range.ts';
import { ingest } from '../sources/ingest.ts';
import { askLast } from '../sources/past.ts';
import type { Question } from '../sources/question.ts';
import type { QueryRange, RangeAnswer } from './answer.ts';
import type { Prometheus } from './client.ts';
import { asksForLess } from './errors.ts';
import type { LoadFailures } from './load-failures.ts';
import { loadInStages } from './load-history.ts';

const points = 400;

/** The shortest step of the grid in seconds: a slow job runs at most once within it. */
export const finestGridSeconds = 600;

type GridReading = Readonly<{ client: Pick<Prometheus, 'range'>; history: SourceHistory }>;

/**
 * Reads what slow jobs did long ago, on a grid: each series' last sample in each of several hundred
 * steps. No growth is lost, it is only dated up to a step late. Weeks of raw samples would cost too
 * much.
 */
export function loadCoarse(
  reading: GridReading,
  questions: readonly Question[],
  span: TimeRange,
): Promise<LoadFailures> {
  const grid = { ...span, stepSeconds: gridSeconds(span) };
  const ofJobs = questions.filter(({ role }) => role !== 'up');
  return loadInStages(ofJobs, question => readGrid(reading, question, grid));
}

/** Fewer steps than this are not split again. */
const fewestSteps = 10;

/** Reads a grid, in halves if it is too much at once; the newest half first. */
async function readGrid(reading: GridReading, question: Question, grid: QueryRange): Promise<void> {
  const { from, to, stepSeconds } = grid;
  const steps = Math.floor((to - from) / stepSeconds);
  try {
    const { series } = await lastInSteps(reading.client, question, grid);
    const onGrid = series.map(one => ({ ...one, stepSeconds }));
    const { store, source } = reading.history;
    ingest(store, source, { question, series: onGrid });
  } catch (error) {
    if (!asksForLess(error) || steps < fewestSteps) throw error;
    const middle = from + Math.floor(steps / 2) * stepSeconds;
    await readGrid(reading, question, { ...grid, from: middle });
    await readGrid(reading, question, { ...grid, to: middle });
  }
}

/** The step of a span's grid, in seconds. */
export function gridSeconds({ from, to }: TimeRange): number {
  return Math.ceil(Math.max(finestGridSeconds, (to - from) / points) / 60) * 60;
}

/** Each series' last sample in each step of a grid. */
export function lastInSteps(
  client: Pick<Prometheus, 'range'>,
  { selector }: Question,
  { from, to, stepSeconds }: QueryRange,
): Promise<RangeAnswer> {
  return client.range(askLast(selector, stepSeconds), {
    from: from + stepSeconds,
    to,
    stepSeconds,
  });
}
