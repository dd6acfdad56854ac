/** Something that goes wrong in the demo's day, or that a reader of its charts should know. */
export type Incident = Readonly<{
  /** `undefined` if it affects every job. */
  job: string | undefined;
  from: number;
  to: number;
  what: string;
}>;

const hour = 3600;

/** Time from the end of the old processes to the start of the new ones. */
const deploySeconds = 90;

/** The day's incidents, keyed by their effect on the job. */
export type ClipperIncidents = Readonly<
  Record<'failing' | 'queueing' | 'deploy' | 'slow' | 'failingItems' | 'stopped', Incident>
>;

/** Plans the incidents of the 24 h before `end`, in Unix seconds. */
export function planIncidents(end: number): ClipperIncidents {
  const span = (hoursBefore: number, seconds: number) => {
    const from = end - hoursBefore * hour;
    return { from, to: from + seconds };
  };
  return {
    failing: { job: 'clip_sync', ...span(18, hour), what: 'every run fails' },
    queueing: {
      job: 'webhook_retry',
      ...span(15, 2 * hour),
      what: 'the queue grows to about 1,500 entries and drains again',
    },
    deploy: { job: undefined, ...span(12, deploySeconds), what: 'a deploy restarts every process' },
    slow: { job: 'hot_score_refresh', ...span(9, hour), what: 'runs take seven minutes' },
    failingItems: {
      job: 'embedding_generation',
      ...span(7, 2 * hour),
      what: 'almost half of the items fail, but every run succeeds',
    },
    stopped: { job: 'trending_score_refresh', ...span(4, 4 * hour), what: 'the job stops running' },
  };
}
