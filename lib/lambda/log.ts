import type { JobVerdict } from '../alarms/verdict.ts';
import type { SourceState } from '../checks/evaluate-fleet.ts';
import type { Heartbeat } from '../cloudwatch/heartbeat.ts';
import type { Note } from '../model/measurement.ts';
import type { UnreadPart } from '../prometheus/load-failures.ts';

/** Why something could not be read or published. */
type LoggedFailure = Readonly<{ code: string; message: string }>;

/** What could not be read of a source: what one check needs, the past of some jobs, or `all`. */
export type SourceFailure = LoggedFailure & Readonly<{ source: string; check: UnreadPart }>;

/** The state of a source; the age of its newest sample is in seconds. */
export type SourceLine = Readonly<{
  name: string;
  state: SourceState;
  newestSampleAgeSeconds?: number;
}>;

/** One round of the judge, for the log: one JSON line. `at` is ISO 8601. */
export type RoundLine = Readonly<{
  level: 'INFO' | 'WARN' | 'ERROR';
  event: 'round' | 'fill' | 'publish-failed';
  at: string;
  heartbeat?: Heartbeat;
  sources?: readonly SourceLine[];
  failures?: readonly SourceFailure[];
  jobs?: number;
  milliseconds?: number;
  published?: number;
  filledMinutes?: number;
  missedMinutes?: number;
  /** Jobs that are not fine, the worst first, each with its alerts that are on. */
  verdicts?: readonly JobVerdict[];
  verdictsLeftOut?: number;
  notes?: readonly Note[];
  notesLeftOut?: number;
  warnings?: readonly string[];
  failure?: LoggedFailure;
}>;

export type Log = (line: RoundLine) => void;

/**
 * A label with very many values must not fill the log: names and warnings are Prometheus's own
 * texts.
 */
const mostNotes = 20;
const mostWarnings = 5;
const mostVerdicts = 50;
const longestName = 200;
const longestText = 2000;

/** Notes and warnings cut to the size of a log line, with the number of those left out. */
export function bound(
  notes: readonly Note[],
  warnings: readonly string[],
): Pick<RoundLine, 'notes' | 'notesLeftOut' | 'warnings'> {
  return {
    notes: notes.slice(0, mostNotes).map(note => ({ ...note, message: cut(note.message) })),
    notesLeftOut: Math.max(0, notes.length - mostNotes),
    warnings: warnings.slice(0, mostWarnings).map(cut),
  };
}

/** The verdicts that a reader needs, cut to the size of a log line. */
export function boundVerdicts(
  verdicts: readonly JobVerdict[],
): Pick<RoundLine, 'verdicts' | 'verdictsLeftOut'> {
  const bad = verdicts
    .filter(({ verdict }) => verdict > 0)
    .toSorted((a, b) => b.verdict - a.verdict);
  return {
    verdicts: bad
      .slice(0, mostVerdicts)
      .map(found => ({ ...found, job: found.job.slice(0, longestName) })),
    verdictsLeftOut: Math.max(0, bad.length - mostVerdicts),
  };
}

/** An error's code and message. */
export function toFailure(error: Error & Readonly<{ code: string }>): LoggedFailure {
  return { code: error.code, message: cut(error.message) };
}

function cut(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}

/** Unix seconds as `2026-11-23T10:06:00Z`. */
export function formatMinute(at: number): string {
  return new Date(at * 1000).toISOString().replace('.000Z', 'Z');
}
