/** How long runs of the functions take, in seconds, with the memory that judge-memory.ts gives them. */
type RunSeconds = Readonly<{
  /** A round of the judge, and the first of a process beyond that. */
  judge: number;
  coldStart: number;
  /** A run of the notifier. */
  notifier: number;
  /** One custom widget of one view. */
  widget: number;
}>;

/** A round of six jobs takes about 0.1 s of a whole processor, of which 256 MB get a seventh. */
const leastJudgeSeconds = 1;

/** A warm round takes one second longer for each this many jobs; `npm run bench` measures it. */
const jobsPerJudgeSecond = 500;

/** A cold round reads for at most this long, and then leaves the rest to the next rounds. */
const coldStartSeconds = 25;

/** It waits one second for the queue's messages. */
const notifierSeconds = 1.3;

/** A conservative assumption, not measured: two seconds, and one more per hundred jobs. */
const leastWidgetSeconds = 2;
const jobsPerWidgetSecond = 100;

export function findRunSeconds(jobs: number): RunSeconds {
  return {
    judge: Math.max(leastJudgeSeconds, jobs / jobsPerJudgeSecond),
    coldStart: coldStartSeconds,
    notifier: notifierSeconds,
    widget: leastWidgetSeconds + jobs / jobsPerWidgetSecond,
  };
}
