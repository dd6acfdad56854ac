import { type Span, spanToRead } from '../cli/alarm-histories.ts';
import type { Fleet } from '../model/job.ts';
import { panelAsker } from '../panels/ask.ts';
import type { HeatmapData } from '../panels/heatmap.ts';
import { heatmapRange } from '../panels/heatmap.ts';
import { panelNumbered } from '../panels/panels.ts';
import type { Prometheus } from '../prometheus/client.ts';
import { PrometheusError } from '../prometheus/errors.ts';
import { composeDashboard, type Wish } from './compose.ts';
import type { AnswerLine, Dashboard, Failure } from './dashboard.ts';
import { createRecorder, type RecordOptions } from './recorder.ts';

/** Answers the page's questions about one Prometheus, remembering what it has read. */
export type Answerer = Readonly<{
  /** Tells of progress and then of the picture or why there is none; an abort ends it silently. */
  answer: (
    wish: Wish,
    how: Readonly<{ now: number; signal?: AbortSignal; tell: (line: AnswerLine) => void }>,
  ) => Promise<void>;
}>;

export function createAnswerer(prometheus: Prometheus, fleet: Fleet): Answerer {
  const recorder = createRecorder(prometheus, fleet);
  const heatmapOf = heatmapReader(prometheus, fleet);
  let failingSince: number | undefined;
  const draw = async (wish: Wish, options: RecordOptions) => {
    const read = spanToRead(fleet, wish.span);
    const heatmap = heatmapOf(wish.span);
    // awaited later: without this a failure that comes first would count as unhandled
    heatmap.catch(() => undefined);
    const recorded = await recorder.record(read, options);
    return composeDashboard({ fleet, recorded, heatmap: await heatmap }, wish);
  };
  return {
    answer: async (wish, { now, signal, tell }) => {
      const onProgress = (share: number) => tell({ kind: 'progress', share });
      const options = signal === undefined ? { now, onProgress } : { now, onProgress, signal };
      let line: Dashboard | Failure;
      try {
        line = await draw(wish, options);
        failingSince = undefined;
      } catch (error) {
        if (signal?.aborted === true) return;
        failingSince ??= now;
        line = failureOf(error, failingSince);
      }
      tell(line);
    },
  };
}

function failureOf(error: unknown, since: number): Failure {
  const code = error instanceof PrometheusError ? error.code : 'fault';
  const message = error instanceof Error ? error.message : String(error);
  const said = code === 'fault' ? `A fault of Jobwatch itself: ${message}` : message;
  return { kind: 'failure', code, message: said, since };
}

/** The heatmap's columns end at whole steps, so that one answer holds until the next column. */
function heatmapReader(prometheus: Prometheus, fleet: Fleet): (span: Span) => Promise<HeatmapData> {
  const ask = panelAsker(prometheus, fleet);
  return async ({ from, to }) => {
    const panel = panelNumbered(9);
    const { stepSeconds } = heatmapRange(from, to);
    const aligned = (time: number) => Math.floor(time / stepSeconds) * stepSeconds;
    const data = panel && (await ask(panel, { from: aligned(from), to: aligned(to) }));
    if (data?.kind !== 'heatmap') throw new RangeError('panel 9 is no heatmap');
    return data;
  };
}
