import type { Queries, Sample, Samples } from '../checks/check.ts';
import type { Range, RangeAnswer, Series } from './answer.ts';
import type { Prometheus } from './client.ts';
import { PrometheusError } from './errors.ts';

/** The answers to all queries at one minute, and the minute they stand for. */
export type Minute = Readonly<{ at: number; samples: Samples }>;

/** How far a reading has come; `warnings` are those of the chunk just read. */
export type Progress = Readonly<{
  doneMinutes: number;
  totalMinutes: number;
  warnings: readonly string[];
}>;

/** Whole minutes in Unix seconds, both included; the rest bounds and follows the reading. */
export type Span = Readonly<{
  from: number;
  to: number;
  /** Answers are evaluated this long before the minute they are stamped with. */
  delaySeconds?: number;
  chunkSeconds?: number;
  onProgress?: (progress: Progress) => void;
}>;

const stepSeconds = 60;

// Prometheus refuses a range query of more than 11,000 points a series.
const maximumChunkMinutes = 11_000;

// Six hours of 150 jobs with 11 buckets are some 13 MB of text; a longer chunk saves little, since
// a query's look back is read once a chunk.
const defaultChunkSeconds = 6 * 3600;

// Few enough that a Prometheus which also serves dashboards goes on doing so.
const concurrentQueries = 4;

/**
 * Answers every query at every minute of a span, oldest first, as instant queries would. It asks
 * in chunks, and in smaller ones from where an answer is too expensive or too large.
 */
export async function* readHistory(
  client: Pick<Prometheus, 'range'>,
  queries: Queries,
  span: Span,
): AsyncGenerator<Minute, void, undefined> {
  const first = Math.ceil(span.from / stepSeconds) * stepSeconds;
  const totalMinutes = Math.max(0, Math.floor((span.to - first) / stepSeconds) + 1);
  let chunkMinutes = chunkMinutesOf(span.chunkSeconds ?? defaultChunkSeconds);
  let doneMinutes = 0;
  while (doneMinutes < totalMinutes) {
    const chunk: Chunk = {
      from: first + doneMinutes * stepSeconds,
      minutes: Math.min(chunkMinutes, totalMinutes - doneMinutes),
      delaySeconds: span.delaySeconds ?? 0,
    };
    const answers = await readChunk(client, queries, chunk);
    if (answers === 'too-much') {
      chunkMinutes = Math.ceil(chunk.minutes / 2);
      continue;
    }
    yield* transpose(answers, chunk);
    doneMinutes += chunk.minutes;
    span.onProgress?.({ doneMinutes, totalMinutes, warnings: warningsOf(answers) });
  }
}

type Chunk = Readonly<{ from: number; minutes: number; delaySeconds: number }>;

type Answers = ReadonlyMap<string, RangeAnswer>;

function chunkMinutesOf(seconds: number): number {
  return Math.min(maximumChunkMinutes, Math.max(1, Math.floor(seconds / stepSeconds)));
}

// A single minute that is too much cannot be made smaller: its error is thrown.
async function readChunk(
  client: Pick<Prometheus, 'range'>,
  queries: Queries,
  chunk: Chunk,
): Promise<Answers | 'too-much'> {
  try {
    return await askAll(client, queries, rangeOf(chunk));
  } catch (error) {
    if (chunk.minutes > 1 && asksForLess(error)) return 'too-much';
    throw error;
  }
}

function rangeOf({ from, minutes, delaySeconds }: Chunk): Range {
  const start = from - delaySeconds;
  return { from: start, to: start + (minutes - 1) * stepSeconds, stepSeconds };
}

function asksForLess(error: unknown): boolean {
  if (!(error instanceof PrometheusError)) return false;
  return error.code === 'too-expensive' || error.code === 'too-large';
}

// After a failure no further query starts, and those under way end before it is told: the next,
// smaller chunk must not compete with them.
async function askAll(
  client: Pick<Prometheus, 'range'>,
  queries: Queries,
  range: Range,
): Promise<Answers> {
  const answers = new Map<string, RangeAnswer>();
  const waiting = Object.entries(queries).values();
  const failures: unknown[] = [];
  const work = async () => {
    for (const [name, promql] of waiting) {
      if (failures.length > 0) return;
      try {
        answers.set(name, await client.range(promql, range));
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: concurrentQueries }, work));
  if (failures.length > 0) throw failures[0];
  return answers;
}

function* transpose(answers: Answers, { from, minutes, delaySeconds }: Chunk): Generator<Minute> {
  const columns = new Map<string, Sample[][]>();
  for (const [name, answer] of answers) {
    columns.set(name, columnsOf(answer.series, from - delaySeconds, minutes));
  }
  for (let index = 0; index < minutes; index += 1) {
    const samples: Record<string, readonly Sample[]> = {};
    for (const [name, byMinute] of columns) samples[name] = byMinute[index] ?? [];
    yield { at: from + index * stepSeconds, samples };
  }
}

// All samples of a series share its labels: a million of them are made in a long replay.
function columnsOf(series: readonly Series[], start: number, minutes: number): Sample[][] {
  const columns: Sample[][] = Array.from({ length: minutes }, () => []);
  for (const { labels, times, values } of series) {
    for (let index = 0; index < times.length; index += 1) {
      const value = values[index];
      const column = columns[Math.round(((times[index] ?? 0) - start) / stepSeconds)];
      if (value !== undefined) column?.push({ labels, value });
    }
  }
  return columns;
}

function warningsOf(answers: Answers): string[] {
  return [...new Set([...answers.values()].flatMap(answer => answer.warnings))];
}
