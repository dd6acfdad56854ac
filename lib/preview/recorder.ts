import { checks } from '../checks/index.ts';
import { deriveAt, queriesOf } from '../checks/run.ts';
import type { Span } from '../cli/alarm-histories.ts';
import type { Fleet } from '../model/job.ts';
import type { Measurement, Note } from '../model/measurement.ts';
import type { Range, RangeAnswer } from '../prometheus/answer.ts';
import type { Prometheus } from '../prometheus/client.ts';
import { readHistory } from '../prometheus/history.ts';
import { createTape, type Tape, type TapedMinute } from './tape.ts';

/** Fills a tape from Prometheus, each minute once. */
export type Recorder = Readonly<{
  /**
   * Makes a span known. `now` in Unix seconds. Throws `PrometheusError`, or the signal's reason;
   * what was read before stays.
   */
  record: (span: Span, options: RecordOptions) => Promise<Recorded>;
}>;

export type RecordOptions = Readonly<{
  now: number;
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}>;

/** `notes` and `warnings` are those of the newest reading. */
export type Recorded = Readonly<{
  tape: Tape;
  notes: readonly Note[];
  warnings: readonly string[];
}>;

/** A minute may still change that Prometheus has only just scraped; seconds. */
const settledAfterSeconds = 120;

/** What is read of a long span is kept piece by piece; six hours and what alarms look back are one. */
const pieceSeconds = 7 * 3600;

/** The longest span of the page is seven days; what is a day older is let go. */
const keptSeconds = 8 * 86_400;

type State = {
  /** What the tape holds without a gap; minutes after `settled` are read again. */
  known: { from: number; settled: number } | undefined;
  notes: readonly Note[];
  warnings: readonly string[];
  /** Readings wait for one another, so that no minute is asked for twice at once. */
  turn: Promise<unknown>;
};

/** A recorder with an empty tape. */
export function createRecorder(prometheus: Pick<Prometheus, 'range'>, fleet: Fleet): Recorder {
  const tape = createTape();
  const state: State = { known: undefined, notes: [], warnings: [], turn: Promise.resolve() };
  const read = async (piece: Span) => {
    const found = await readPiece(prometheus, fleet, piece);
    tape.enter(found.minutes);
    return found;
  };
  const record: Recorder['record'] = (span, options) => {
    const mine = state.turn.then(async () => {
      await catchUp(state, { span, options, read });
      forget(state, tape, span);
      return { tape, notes: state.notes, warnings: state.warnings };
    });
    state.turn = mine.catch(() => undefined);
    return mine;
  };
  return { record };
}

function forget(state: State, tape: Tape, span: Span): void {
  if (state.known === undefined) return;
  const oldest = Math.min(span.from, state.known.settled - keptSeconds);
  tape.forgetBefore(oldest);
  state.known.from = Math.max(state.known.from, oldest);
}

type Found = Readonly<{
  minutes: readonly TapedMinute[];
  notes: readonly Note[];
  warnings: readonly string[];
}>;

type Reading = Readonly<{
  span: Span;
  options: RecordOptions;
  read: (piece: Span) => Promise<Found>;
}>;

/** The newest minutes first, then back in time piece by piece. */
async function catchUp(state: State, { span, options, read }: Reading): Promise<void> {
  const { now, onProgress, signal } = options;
  const pieces = piecesOf(span, state.known);
  const total = pieces.reduce((sum, { from, to }) => sum + to - from + 60, 0);
  let done = 0;
  for (const piece of pieces) {
    signal?.throwIfAborted();
    const { notes, warnings } = await read(piece);
    if (piece.to === span.to) Object.assign(state, { notes, warnings });
    const settled = Math.min(piece.to, Math.floor((now - settledAfterSeconds) / 60) * 60);
    state.known = {
      from: Math.min(piece.from, state.known?.from ?? piece.from),
      settled: Math.max(settled, state.known?.settled ?? settled),
    };
    done += piece.to - piece.from + 60;
    onProgress?.(done / total);
  }
}

/** What is not known yet, in pieces: forwards from what is known, and backwards before it. */
function piecesOf(span: Span, known: State['known']): Span[] {
  const start = known ?? { from: span.to + 60, settled: span.to };
  const pieces: Span[] = [];
  for (let from = start.settled + 60; from <= span.to; from += pieceSeconds) {
    pieces.push({ from, to: Math.min(span.to, from + pieceSeconds - 60) });
  }
  for (let to = start.from - 60; to >= span.from; to -= pieceSeconds) {
    pieces.push({ from: Math.max(span.from, to - pieceSeconds + 60), to });
  }
  return pieces;
}

async function readPiece(
  prometheus: Pick<Prometheus, 'range'>,
  fleet: Fleet,
  piece: Span,
): Promise<Found> {
  const measurements = new Map<number, Measurement[]>();
  const unknown = new Set<number>();
  const warnings = new Set<string>();
  const notes: Note[] = [];
  const client = { range: sharedRanges(prometheus) };
  const onProgress = ({ warnings: heard }: { warnings: readonly string[] }) => {
    for (const warning of heard) warnings.add(warning);
  };
  const work = checks.map(async check => {
    const { delaySeconds } = fleet;
    const options = { ...piece, delaySeconds, chunkSeconds: pieceSeconds, onProgress };
    for await (const { at, samples } of readHistory(client, queriesOf(check, fleet), options)) {
      const derived = deriveAt(check, { samples, fleet, at });
      if (derived === undefined) unknown.add(at);
      if (at === piece.to) notes.push(...(derived?.notes ?? []));
      const row = measurements.get(at);
      if (row === undefined) measurements.set(at, [...(derived?.measurements ?? [])]);
      else row.push(...(derived?.measurements ?? []));
    }
  });
  await settleAll(work);
  const minutes = [...measurements].map(([at, row]) => ({
    at,
    measurements: row,
    known: !unknown.has(at),
  }));
  return { minutes, notes, warnings: [...warnings] };
}

/** Waits for all, so that none goes on after a failure is told, and throws the first failure. */
async function settleAll(work: readonly Promise<void>[]): Promise<void> {
  const settled = await Promise.allSettled(work);
  const failed = settled.find(result => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** Every check asks since when Prometheus has been watching; one answer serves them all. */
function sharedRanges(prometheus: Pick<Prometheus, 'range'>): Prometheus['range'] {
  const answers = new Map<string, Promise<RangeAnswer>>();
  return (promql: string, range: Range) => {
    const key = `${range.from} ${range.to} ${range.stepSeconds} ${promql}`;
    const answer = answers.get(key) ?? prometheus.range(promql, range);
    answers.set(key, answer);
    return answer;
  };
}
