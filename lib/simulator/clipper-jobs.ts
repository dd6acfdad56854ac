import type { ClipperIncidents, Incident } from './clipper-incidents.ts';
import { randomFraction } from './random.ts';
import type { SimulatedJob } from './scenario.ts';

/** The jobs by the process that runs them. */
export type ClipperJobs = Readonly<{
  api: readonly SimulatedJob[];
  worker: readonly SimulatedJob[];
}>;

/** The six jobs with the schedules of the example config, each as the day's incidents make it. */
export function clipperJobs(end: number, incidents: ClipperIncidents): ClipperJobs {
  return {
    api: [hotScoreRefresh(end, incidents.slow), webhookRetry(end, incidents.queueing)],
    worker: [
      clipSync(end, incidents.failing),
      trendingScoreRefresh(end, incidents.stopped),
      reputationTasks(end),
      embeddingGeneration(end, incidents.failingItems),
    ],
  };
}

function hotScoreRefresh(end: number, slow: Incident): SimulatedJob {
  const name = 'hot_score_refresh';
  return {
    ...plan(name, { intervalSeconds: 300, firstRunAt: end - 140, seconds: [32, 55] }),
    // A ticker whose last run is still going on drops the tick.
    whenBusy: 'skip',
    durationSeconds: start =>
      during(slow, start) ? between(name, start, [400, 440]) : between(name, start, [32, 55]),
  };
}

function webhookRetry(end: number, queueing: Incident): SimulatedJob {
  const name = 'webhook_retry';
  return {
    ...plan(name, { intervalSeconds: 60, firstRunAt: end - 20, seconds: [0.3, 3] }),
    items: start => ({
      success: whole(name, start, [4, 18]),
      failed: whole(name, start + 1, [0, 1.2]),
    }),
    queue: time =>
      Math.round(between(name, Math.floor(time / 60), [15, 45]) + backlog(queueing, time)),
  };
}

/** Grows 1.8-fold in ten minutes, stays at 1,500 for 25 minutes, drains in half an hour. */
function backlog(queueing: Incident, time: number): number {
  if (!during(queueing, time)) return 0;
  const left = (queueing.to - time) / 1800;
  const grown = 30 * (1.8 ** ((time - queueing.from) / 600) - 1);
  return Math.min(grown, 1500, 1500 * left);
}

function clipSync(end: number, failing: Incident): SimulatedJob {
  const name = 'clip_sync';
  return {
    ...plan(name, { intervalSeconds: 900, firstRunAt: end - 400, seconds: [22, 58] }),
    outcome: start => (during(failing, start) ? 'failed' : 'success'),
    items: start =>
      during(failing, start)
        ? {}
        : {
            success: whole(name, start, [90, 160]),
            failed: whole(name, start + 1, [0, 3]),
            skipped: whole(name, start + 2, [10, 40]),
          },
    queue: time => whole(name, Math.floor(time / 300), [0, 30]),
  };
}

function trendingScoreRefresh(end: number, stopped: Incident): SimulatedJob {
  return {
    ...plan('trending_score_refresh', {
      intervalSeconds: 3600,
      firstRunAt: end - 600,
      seconds: [65, 110],
    }),
    activeTo: stopped.from,
  };
}

function reputationTasks(end: number): SimulatedJob {
  return plan('reputation_tasks', {
    intervalSeconds: 21_600,
    firstRunAt: end - 7000,
    seconds: [80, 115],
  });
}

function embeddingGeneration(end: number, failingItems: Incident): SimulatedJob {
  const name = 'embedding_generation';
  return {
    ...plan(name, { intervalSeconds: 3600, firstRunAt: end - 1500, seconds: [62, 115] }),
    items: start => {
      const all = whole(name, start, [180, 260]);
      const failed = Math.round(all * (during(failingItems, start) ? 0.45 : 0.01));
      return { success: all - failed, failed, skipped: whole(name, start + 1, [0, 12]) };
    },
    queue: time => whole(name, Math.floor(time / 300), [0, 80]),
  };
}

type Bounds = readonly [lowest: number, highest: number];

type Plan = Readonly<{ intervalSeconds: number; firstRunAt: number; seconds: Bounds }>;

function plan(name: string, { intervalSeconds, firstRunAt, seconds }: Plan): SimulatedJob {
  return {
    name,
    intervalSeconds,
    firstRunAt,
    durationSeconds: start => between(name, start, seconds),
  };
}

/** The days differ only by where they lie, so the draws need no seed of their own. */
function between(name: string, at: number, [lowest, highest]: Bounds): number {
  const drawn = lowest + (highest - lowest) * randomFraction(0, name, at);
  return Math.round(drawn * 1000) / 1000;
}

function whole(name: string, at: number, bounds: Bounds): number {
  return Math.floor(between(name, at, bounds));
}

function during(incident: Incident, time: number): boolean {
  return time >= incident.from && time < incident.to;
}
