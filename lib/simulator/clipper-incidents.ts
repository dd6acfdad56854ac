/** Something that went wrong in the demo's day, or that a person should know when looking at it. */
export type Incident = Readonly<{
  /** `undefined` where it met every job. */
  job: string | undefined;
  from: number;
  to: number;
  what: string;
}>;

const hour = 3600;

/** From the old processes' end to the new ones' start. */
const deploySeconds = 90;

/** The day's incidents by the name of what they do to their job. */
export type ClipperIncidents = Readonly<
  Record<'failing' | 'queueing' | 'deploy' | 'slow' | 'failingItems' | 'stopped', Incident>
>;

/** `end` is the day's end, Unix seconds. */
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
      what: 'the queue grows to about 1,500 and drains again',
    },
    deploy: { job: undefined, ...span(12, deploySeconds), what: 'a deploy restarts every process' },
    slow: { job: 'hot_score_refresh', ...span(9, hour), what: 'runs take seven minutes' },
    failingItems: {
      job: 'embedding_generation',
      ...span(7, 2 * hour),
      what: 'almost half of the items fail though every run succeeds',
    },
    stopped: { job: 'trending_score_refresh', ...span(4, 4 * hour), what: 'no run any more' },
  };
}
