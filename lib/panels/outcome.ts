import type { Fleet } from '../model/job.ts';
import type { TimeRange } from '../model/time-range.ts';
import { PrometheusError, type PrometheusErrorCode } from '../prometheus/errors.ts';
import { collectPanelData, isMinutePanel, type PanelData } from './data.ts';
import { collectHeatmap } from './heatmap.ts';
import { collectLines, findSpanOfLines } from './lines.ts';
import type { LiveHistory, Reading } from './live-history.ts';
import type { Panel } from './panel.ts';
import type { Outcome } from './render/render-panel.ts';

/** The result of a request for a panel; `now` in Unix seconds. Never throws. */
export type PanelSource = (panel: Panel, span: TimeRange, now: number) => Promise<Outcome>;

/** Prometheus answers, but not this query; the other panels can probably be drawn. */
const ownFaults: ReadonlySet<PrometheusErrorCode> = new Set([
  'bad-query',
  'too-expensive',
  'too-large',
]);

/** `deadlineMilliseconds` is how long a viewer waits for a picture. */
export type SourceOptions = Readonly<{ deadlineMilliseconds: number; answerSamples?: number }>;

/**
 * The custom panels of a fleet. It remembers since when Prometheus has not answered, while the
 * process lives.
 */
export function createPanelSource(
  live: LiveHistory,
  fleet: Fleet,
  { deadlineMilliseconds, answerSamples }: SourceOptions,
): PanelSource {
  let unreachableSince: number | undefined;
  const bound = answerSamples === undefined ? {} : { answerSamples };
  return async (panel, span, now) => {
    const signal = AbortSignal.timeout(deadlineMilliseconds);
    let hasAnswered = false;
    const onProgress = () => {
      hasAnswered = true;
    };
    try {
      const read = live.read(findNeeded(panel, fleet, span), { now, signal, onProgress, ...bound });
      const reading = await untilAborted(read, signal);
      unreachableSince = undefined;
      return describePanel(panel, { fleet, reading, span });
    } catch (error) {
      if (signal.aborted && hasAnswered) {
        return { kind: 'failed', problem: describeDelay(deadlineMilliseconds) };
      }
      if (isOwnFault(error)) return { kind: 'failed', problem: describeError(error) };
      unreachableSince ??= now;
      const problem = signal.aborted ? describeSilence(deadlineMilliseconds) : describeError(error);
      return { kind: 'unreachable', since: unreachableSince, problem };
    }
  };
}

/**
 * Heatmap and lines show the whole span, and the alarms of lines begin before it. The other panels
 * show its end.
 */
function findNeeded({ kind }: Panel, fleet: Fleet, span: TimeRange): TimeRange {
  if (kind === 'timeseries') return findSpanOfLines(fleet, span);
  return kind === 'heatmap' ? span : { from: span.to, to: span.to };
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

function isOwnFault(error: unknown): boolean {
  const isAbort = error instanceof DOMException;
  return !isAbort && (!(error instanceof PrometheusError) || ownFaults.has(error.code));
}

function describeError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof PrometheusError ? message : `A fault of Jobwatch itself: ${message}`;
}

function describeDelay(milliseconds: number): string {
  return `There are more samples than can be read within ${milliseconds / 1000} s. Choose a shorter time range.`;
}

function describeSilence(milliseconds: number): string {
  return `Prometheus did not answer within ${milliseconds / 1000} s.`;
}

type PanelInput = Readonly<{ fleet: Fleet; reading: Reading; span: TimeRange }>;

/** A panel from what was read. */
export function describePanel(panel: Panel, { fleet, reading, span }: PanelInput): Outcome {
  const { checks } = panel;
  const failed = checks.map(name => reading.failed.get(name)).find(error => error !== undefined);
  if (failed !== undefined) return { kind: 'failed', problem: describeError(failed) };
  const data = collectData(panel, { fleet, reading, span });
  if (data !== undefined) return { kind: 'data', data };
  return { kind: 'nothing-known', at: span.to, newest: findNewest(reading, span.to) };
}

/** `undefined` if nothing is known about what the panel shows. */
function collectData(panel: Panel, { fleet, reading, span }: PanelInput): PanelData | undefined {
  const { histories } = reading;
  if (panel.kind === 'heatmap') {
    const data = collectHeatmap(fleet, histories, span);
    return data.columns.some(({ watched }) => watched) ? data : undefined;
  }
  if (panel.kind === 'timeseries') return collectLines(panel, { fleet, histories }, span);
  const evaluation = reading.evaluate(span.to);
  if (![...evaluation.sources.values()].includes('fresh')) return undefined;
  const { number } = panel;
  if (isMinutePanel(number)) return collectPanelData(number, { fleet, histories, evaluation });
  const rate = evaluation.measurements.find(({ metric }) => metric === 'SuccessRatePercent');
  return { kind: 'gauge', at: span.to, panel, percent: rate?.value };
}

/** The newest sample of any source up to a time; `undefined` if there is none. */
function findNewest({ histories }: Reading, at: number): number | undefined {
  const times = histories.map(({ store }) => store.newest).filter(time => time <= at);
  const newest = Math.max(...times);
  return Number.isFinite(newest) ? newest : undefined;
}
