import type { SourceHistory } from '../history/history.ts';
import type { TimeRange } from '../model/time-range.ts';
import { ingest } from '../sources/ingest.ts';
import { isOfUnit, type Question } from '../sources/question.ts';
import type { RangeAnswer } from './answer.ts';
import type { Prometheus } from './client.ts';
import { asksForLess, PrometheusError } from './errors.ts';
import type { LoadFailures, UnreadPart } from './load-failures.ts';

export type LoadOptions = Readonly<{
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
  /** The most samples that one answer should have. */
  answerSamples?: number;
}>;

/** Small enough that a Prometheus that also serves dashboards is not slowed down. */
const concurrency = 4;

/** Some 8 MB of text, and far below the 50 million samples that Prometheus loads for a query. */
const defaultAnswerSamples = 300_000;

/** The first piece of a long range. Its answer shows how much can be queried at once. */
const firstPieceSeconds = 1800;
const longestPieceSeconds = 4 * 86_400;

/**
 * A part of a span that was read, and its newest sample in Unix seconds; -Infinity if there is
 * none.
 */
export type ReadPiece = Readonly<{ piece: TimeRange; newest: number }>;

/** Where samples come from, and where they are stored. */
export type LoadContext = Readonly<{
  client: Pick<Prometheus, 'samples' | 'range'>;
  history: SourceHistory;
  options: LoadOptions;
  warnings: Set<string>;
  /** Called with each piece that has been read, so that interrupted work is not lost. */
  noteRead?: (question: Question, read: ReadPiece) => void;
  /**
   * Whether the span continues known samples. It is then read from its beginning, because samples
   * between known ones are not added. Otherwise the newest are read first.
   */
  isOnward?: boolean;
}>;

/**
 * Reads the samples of a span for each question, in pieces of bounded size, and adds them to the
 * history.
 */
export function loadRange(
  reading: LoadContext,
  questions: readonly Question[],
  span: TimeRange,
): Promise<LoadFailures> {
  let done = 0;
  return loadInStages(questions, async question => {
    try {
      await loadQuestion(reading, question, span);
    } finally {
      done += 1;
      reading.options.onProgress?.(done / questions.length);
    }
  });
}

/**
 * Loads several questions at a time: first the targets, because they distinguish copies of a
 * series, and the owners of objects; units last. If one question fails, the others are still read.
 */
export async function loadInStages(
  questions: readonly Question[],
  load: (question: Question) => Promise<void>,
): Promise<LoadFailures> {
  const failures = new Map<UnreadPart, PrometheusError>();
  const targets = questions.filter(({ role }) => role === 'up');
  const owners = questions.filter(({ role }) => isOwner(role));
  const units = questions.filter(({ role }) => isUnit(role));
  const first = new Set([...targets, ...owners, ...units]);
  const others = questions.filter(question => !first.has(question));
  const tryLoad = async (question: Question) => {
    try {
      await load(question);
    } catch (error) {
      if (!(error instanceof PrometheusError)) throw error;
      failures.set(question.check, error);
    }
  };
  for (const stage of [targets, owners, others, units]) await inParallel(stage, tryLoad);
  return failures;
}

/** States are stored only for units that a trigger has named. */
function isUnit(role: Question['role']): boolean {
  return typeof role === 'object' && 'kind' in role && isOfUnit(role);
}

function isOwner(role: Question['role']): boolean {
  return typeof role === 'object' && 'object' in role && role.object === 'owner';
}

async function inParallel(
  questions: readonly Question[],
  load: (question: Question) => Promise<void>,
): Promise<void> {
  const waiting = questions.values();
  const work = async () => {
    for (const question of waiting) await load(question);
  };
  await Promise.all(Array.from({ length: concurrency }, work));
}

async function loadQuestion(
  reading: LoadContext,
  question: Question,
  span: TimeRange,
): Promise<void> {
  const { history, options, warnings } = reading;
  const isOnward = reading.isOnward === true;
  let { from, to } = span;
  let seconds = Math.min(firstPieceSeconds, to - from);
  while (from < to) {
    options.signal?.throwIfAborted();
    const piece = isOnward
      ? { from, to: Math.min(to, from + seconds) }
      : { from: Math.max(from, to - seconds), to };
    const length = piece.to - piece.from;
    const answer = await askOrLess(reading, question, piece);
    if (answer === undefined) {
      seconds = Math.max(60, Math.floor(length / 2));
      continue;
    }
    for (const warning of answer.warnings) warnings.add(warning);
    ingest(history.store, history.source, { question, series: answer.series });
    reading.noteRead?.(question, { piece, newest: findNewest(answer) });
    seconds = nextPiece(answer, length, options.answerSamples ?? defaultAnswerSamples);
    if (isOnward) from = piece.to;
    else to = piece.from;
  }
}

function findNewest({ series }: RangeAnswer): number {
  return series.reduce(
    (newest, { times }) => Math.max(newest, times.at(-1) ?? newest),
    Number.NEGATIVE_INFINITY,
  );
}

/**
 * `undefined` if less has to be queried at once. A minute that is too much cannot be made smaller.
 */
async function askOrLess(
  { client }: LoadContext,
  { selector }: Question,
  span: TimeRange,
): Promise<RangeAnswer | undefined> {
  try {
    return await client.samples(selector, span);
  } catch (error) {
    if (span.to - span.from > 60 && asksForLess(error)) return undefined;
    throw error;
  }
}

/** Long enough for about the wanted number of samples, and at most four times the last length. */
function nextPiece({ series }: RangeAnswer, seconds: number, wanted: number): number {
  const samples = series.reduce((sum, { times }) => sum + times.length, 0);
  const perSecond = Math.max(1, samples) / seconds;
  const most = Math.min(4 * seconds, wanted / perSecond, longestPieceSeconds);
  return Math.max(60, Math.floor(most));
}
