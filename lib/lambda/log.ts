import type { Note } from '../model/measurement.ts';

/** Why a check could not say how the jobs are. */
export type Failure = Readonly<{ code: string; message: string }>;

/** One run of a check, for the log: one JSON line. Times are Unix milliseconds or ISO 8601. */
export type RunLine = Readonly<{
  level: 'INFO' | 'WARN' | 'ERROR';
  event: 'run' | 'fill' | 'publish-failed';
  check: string;
  at: string;
  jobs?: number;
  queries?: number;
  milliseconds?: number;
  published?: number;
  filledMinutes?: number;
  missedMinutes?: number;
  notes?: readonly Note[];
  notesLeftOut?: number;
  warnings?: readonly string[];
  failure?: Failure;
}>;

export type Log = (line: RunLine) => void;

/** A label that explodes must not fill the log: names and warnings are Prometheus's own texts. */
const mostNotes = 20;
const mostWarnings = 5;
const longestText = 2000;

/** Notes and warnings cut to what a log line should hold, with the number of those left out. */
export function bounded(
  notes: readonly Note[],
  warnings: readonly string[],
): Pick<RunLine, 'notes' | 'notesLeftOut' | 'warnings'> {
  return {
    notes: notes.slice(0, mostNotes).map(note => ({ ...note, message: cut(note.message) })),
    notesLeftOut: Math.max(0, notes.length - mostNotes),
    warnings: warnings.slice(0, mostWarnings).map(cut),
  };
}

/** An error's code and words. */
export function failureOf(error: Error & Readonly<{ code: string }>): Failure {
  return { code: error.code, message: cut(error.message) };
}

function cut(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}

/** Unix seconds as `2026-11-23T10:06:00Z`. */
export function isoMinute(at: number): string {
  return new Date(at * 1000).toISOString().replace('.000Z', 'Z');
}
