import type { Scenario } from '../../lib/simulator/scenario.ts';
import { at } from './clock.ts';
import { job, pod } from './scenario-parts.ts';

/** Minutes between runs. The jobs use them in turn. */
const intervals = [1, 5, 10, 15, 30, 60, 120, 360] as const;

const jobCount = 150;

export const largeFleetHours = 8;

function findInterval(index: number): number {
  return intervals[index % intervals.length] ?? 1;
}

function formatName(index: number): string {
  return `job_${String(index).padStart(3, '0')}`;
}

/** 150 jobs with items and queues on two pods, scraped every 30 s for 8 h; a few go wrong. */
export function createLargeFleet(): Scenario {
  const jobs = Array.from({ length: jobCount }, (_, index) =>
    job(formatName(index), findInterval(index), {
      firstRunAt: at((index * 7) % 60),
      startJitterSeconds: 10,
      durationSeconds: 5 + (index % 12) * 4,
      outcome: (_start, run) => (index % 25 === 0 && run % 2 === 0 ? 'failed' : 'success'),
      items: { success: 40, failed: index % 30 === 0 ? 30 : 1 },
      queue: () => index * 3,
    }),
  );
  const half = jobCount / 2;
  const pods = [pod('pod-0', jobs.slice(0, half)), pod('pod-1', jobs.slice(half))];
  const span = { from: at(0), to: at(largeFleetHours * 60) };
  return { ...span, scrapeSeconds: 30, seed: 41, processes: pods };
}

export function createLargeFleetConfig(url: string): object {
  const jobs = Array.from({ length: jobCount }, (_, index) => [
    formatName(index),
    { interval: `${findInterval(index)}m` },
  ]);
  return { prometheus: { url }, jobs: Object.fromEntries(jobs) };
}

/** The six jobs of the example configuration. */
export function createClipperConfig(url: string): object {
  const plain = { queue: false, items: false };
  return {
    prometheus: { url },
    jobs: {
      hot_score_refresh: { interval: '5m', ...plain },
      trending_score_refresh: { interval: '1h', ...plain },
      clip_sync: { interval: '15m' },
      reputation_tasks: { interval: '6h', ...plain },
      webhook_retry: { interval: '1m' },
      embedding_generation: { interval: '1h' },
    },
  };
}
