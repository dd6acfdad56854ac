import { findReadRange } from '../alarms/alarm-histories.ts';
import type { Fleet } from '../model/job.ts';
import type { PrometheusReader } from '../panels/live-history.ts';
import type { Muted } from '../panels/muted.ts';
import { PrometheusError } from '../prometheus/errors.ts';
import { composeDashboard } from './compose.ts';
import type { AnswerLine, Dashboard, DashboardFailure } from './dashboard.ts';
import { createEvaluatedHistory, type EvaluateOptions } from './evaluated-history.ts';
import type { PageLinks } from './links.ts';
import type { DashboardRequest } from './request.ts';

/** Where an answer's lines go, one after the other. */
type SendLine = (line: AnswerLine) => void;

type AnswerOptions = Readonly<{ now: number; signal?: AbortSignal; send: SendLine }>;

/** Answers the page's requests about one Prometheus, and keeps what it has read. */
export type Answerer = Readonly<{
  /** Sends progress, and then the data or why there is none; an abort ends it silently. */
  answer: (request: DashboardRequest, options: AnswerOptions) => Promise<void>;
}>;

/** What the page shows in addition to Prometheus's data. */
type PageParts = Readonly<{
  links: PageLinks;
  /** What is muted at a time, in Unix seconds. */
  findMuted: (at: number) => readonly Muted[];
}>;

export function createAnswerer(
  prometheus: PrometheusReader,
  fleet: Fleet,
  { links, findMuted }: PageParts,
): Answerer {
  const history = createEvaluatedHistory(prometheus, fleet);
  let failingSince: number | undefined;
  const draw = async (request: DashboardRequest, options: EvaluateOptions) => {
    const read = findReadRange([...fleet.jobs, fleet.unlisted.settings], request.span);
    const evaluated = await history.evaluate(read, options);
    const muted = findMuted(request.span.to);
    return composeDashboard({ fleet, evaluated, links, muted }, request);
  };
  return {
    answer: async (request, { now, signal, send }) => {
      const onProgress = (share: number) => send({ kind: 'progress', share });
      const options = signal === undefined ? { now, onProgress } : { now, onProgress, signal };
      let line: Dashboard | DashboardFailure;
      try {
        line = await draw(request, options);
        failingSince = undefined;
      } catch (error) {
        if (signal?.aborted === true) return;
        failingSince ??= now;
        line = describeFailure(error, failingSince);
      }
      send(line);
    },
  };
}

function describeFailure(error: unknown, since: number): DashboardFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof PrometheusError)
    return { kind: 'failure', code: error.code, message, since };
  const fault = `A fault of Jobwatch itself: ${message}`;
  return { kind: 'failure', code: 'fault', message: fault, since };
}
