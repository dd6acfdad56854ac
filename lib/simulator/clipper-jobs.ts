import type { ClipperIncidents, Incident } from './clipper-incidents.ts';
import { randomFraction } from './random.ts';
import type { SimulatedJob } from './scenario.ts';

/** The jobs, grouped by the process that runs them. */
type ClipperJobs = Readonly<{
  api: readonly SimulatedJob[];
  worker: readonly SimulatedJob[];
}>;

/** Creates the six jobs of the example config and applies the day's incidents to them. */
export function createClipperJobs(end: number, incidents: ClipperIncidents): ClipperJobs {
  return {
    api: [createHotScoreRefresh(end, incidents.slow), createWebhookRetry(end, incidents.queueing)],
    worker: [
      createClipSync(end, incidents.failing),
      createTrendingScoreRefresh(end, incidents.stopped),
      createReputationTasks(end),
      createEmbeddingGeneration(end, incidents.failingItems),
    ],
  };
}

function createHotScoreRefresh(end: number, slow: Incident): SimulatedJob {
  const name = 'hot_score_refresh';
  return {
    ...createJob(name, { intervalSeconds: 300, firstRunAt: end - 140, seconds: [32, 55] }),
    // Go's ticker drops a tick while the last run is still going on.
    whenBusy: 'skip',
    durationSeconds: start =>
      isDuring(slow, start) ? draw(name, start, [400, 440]) : draw(name, start, [32, 55]),
  };
}

function createWebhookRetry(end: number, queueing: Incident): SimulatedJob {
  const name = 'webhook_retry';
  return {
    ...createJob(name, { intervalSeconds: 60, firstRunAt: end - 20, seconds: [0.3, 3] }),
    items: start => ({
      success: drawInteger(name, start, [4, 18]),
      failed: drawInteger(name, start + 1, [0, 1.2]),
    }),
    queue: time =>
      Math.round(draw(name, Math.floor(time / 60), [15, 45]) + computeBacklog(queueing, time)),
  };
}

/** The queue grows 1.8-fold every ten minutes, stays at 1,500 for 25 minutes and drains in 30. */
function computeBacklog(queueing: Incident, time: number): number {
  if (!isDuring(queueing, time)) return 0;
  const left = (queueing.to - time) / 1800;
  const grown = 30 * (1.8 ** ((time - queueing.from) / 600) - 1);
  return Math.min(grown, 1500, 1500 * left);
}

function createClipSync(end: number, failing: Incident): SimulatedJob {
  const name = 'clip_sync';
  return {
    ...createJob(name, { intervalSeconds: 900, firstRunAt: end - 400, seconds: [22, 58] }),
    outcome: start => (isDuring(failing, start) ? 'failed' : 'success'),
    items: start =>
      isDuring(failing, start)
        ? {}
        : {
            success: drawInteger(name, start, [90, 160]),
            failed: drawInteger(name, start + 1, [0, 3]),
            skipped: drawInteger(name, start + 2, [10, 40]),
          },
    queue: time => drawInteger(name, Math.floor(time / 300), [0, 30]),
  };
}

function createTrendingScoreRefresh(end: number, stopped: Incident): SimulatedJob {
  return {
    ...createJob('trending_score_refresh', {
      intervalSeconds: 3600,
      firstRunAt: end - 600,
      seconds: [65, 110],
    }),
    activeTo: stopped.from,
  };
}

function createReputationTasks(end: number): SimulatedJob {
  return createJob('reputation_tasks', {
    intervalSeconds: 21_600,
    firstRunAt: end - 7000,
    seconds: [80, 115],
  });
}

function createEmbeddingGeneration(end: number, failingItems: Incident): SimulatedJob {
  const name = 'embedding_generation';
  return {
    ...createJob(name, { intervalSeconds: 3600, firstRunAt: end - 1500, seconds: [62, 115] }),
    items: start => {
      const all = drawInteger(name, start, [180, 260]);
      const failed = Math.round(all * (isDuring(failingItems, start) ? 0.45 : 0.01));
      return { success: all - failed, failed, skipped: drawInteger(name, start + 1, [0, 12]) };
    },
    queue: time => drawInteger(name, Math.floor(time / 300), [0, 80]),
  };
}

type Bounds = readonly [lowest: number, highest: number];

type Plan = Readonly<{ intervalSeconds: number; firstRunAt: number; seconds: Bounds }>;

function createJob(name: string, { intervalSeconds, firstRunAt, seconds }: Plan): SimulatedJob {
  return {
    name,
    intervalSeconds,
    firstRunAt,
    durationSeconds: start => draw(name, start, seconds),
  };
}

/** Days differ only by their date, so the random numbers need no seed. */
function draw(name: string, at: number, [lowest, highest]: Bounds): number {
  const drawn = lowest + (highest - lowest) * randomFraction(0, name, at);
  return Math.round(drawn * 1000) / 1000;
}

function drawInteger(name: string, at: number, bounds: Bounds): number {
  return Math.floor(draw(name, at, bounds));
}

function isDuring(incident: Incident, time: number): boolean {
  return time >= incident.from && time < incident.to;
}
