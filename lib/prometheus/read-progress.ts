import type { TimeRange } from '../model/time-range.ts';
import type { Question } from '../sources/question.ts';
import { PrometheusError } from './errors.ts';
import type { LoadFailures, UnreadPart } from './load-failures.ts';
import type { ReadPiece } from './load-history.ts';

/** Samples come late by up to so much, in seconds: they are read again until then. */
export const lateSeconds = 5 * 60;

/** How far each question has been read. */
export type ReadProgress = Readonly<{
  /** What has been read of each question, of all jobs. */
  covered: Map<Question, TimeRange>;
  /** The newest sample that each question was ever answered with, in Unix seconds. */
  newest: Map<Question, number>;
}>;

export function createReadProgress(): ReadProgress {
  return { covered: new Map(), newest: new Map() };
}

/** A piece counts if it adjoins what has been read already, or is the first of all. */
export function notePiece(
  { covered, newest }: ReadProgress,
  question: Question,
  read: ReadPiece,
): void {
  newest.set(question, Math.max(read.newest, newest.get(question) ?? read.newest));
  const { piece } = read;
  const known = covered.get(question) ?? piece;
  if (piece.from > known.to || piece.to < known.from) return;
  covered.set(question, join(piece, known));
}

export function noteWhole({ covered }: ReadProgress, question: Question, span: TimeRange): void {
  covered.set(question, join(span, covered.get(question) ?? span));
}

function join(one: TimeRange, other: TimeRange): TimeRange {
  return { from: Math.min(one.from, other.from), to: Math.max(one.to, other.to) };
}

/**
 * From when a question's samples are read next, in Unix seconds: those that come late, and all that
 * are missing, also if only this question was answered by a replica that lags behind.
 */
export function findUnread(
  { covered, newest }: ReadProgress,
  question: Question,
  newestOfAll: number,
): number {
  const known = covered.get(question) ?? { from: Number.NEGATIVE_INFINITY, to: 0 };
  const own = newest.get(question) ?? newestOfAll;
  // questions are read together from one time as long as their answers are about as new
  const last = isLagging(own, newestOfAll) ? own : newestOfAll;
  return Math.max(known.from, Math.min(known.to, last) - lateSeconds);
}

/** Whether a question has had samples, but none as new as other questions have; times in Unix seconds. */
export function isLagging(own: number | undefined, newestOfAll: number): boolean {
  return own !== undefined && Number.isFinite(own) && own < newestOfAll - lateSeconds;
}

/**
 * Questions that lag: a replica that lags behind answered them, or their series are gone. One
 * process cannot tell these apart until it has asked again.
 */
export function findLagging(
  questions: readonly Question[],
  { newest }: ReadProgress,
  newestOfAll: number,
): Question[] {
  return questions.filter(question => isLagging(newest.get(question), newestOfAll));
}

/** What cannot be judged if the questions' newest samples are still to come. */
export function describeLagging(
  questions: readonly Question[],
  progress: ReadProgress,
  newestOfAll: number,
): LoadFailures {
  const failures = new Map<UnreadPart, PrometheusError>();
  for (const question of findLagging(questions, progress, newestOfAll)) {
    const error = new PrometheusError({
      code: 'partial',
      problem: 'Prometheus has newer samples of other metrics',
      received: `${question.selector} up to ${formatTime(progress.newest.get(question))}`,
      expected: `samples up to ${formatTime(newestOfAll)}`,
    });
    failures.set(question.check, error);
  }
  return failures;
}

function formatTime(seconds = 0): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}
