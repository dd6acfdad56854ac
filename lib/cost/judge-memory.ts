import type { Config } from '../config/config.ts';

/**
 * The judge's memory in megabytes. Its history grows with the jobs and their scrapes. At its peak
 * the whole process takes 144 MB for 6 jobs at a scrape interval of 15 s, and at 60 s 610 MB for 490
 * jobs and 772 MB for 1,000 (docs/performance.md), as more memory lets more garbage wait. From
 * 1,769 MB on, a function has one whole processor, which it needs because a cold start has 25 s to
 * read hours of samples; 3,008 MB is the most that every account has. Sources: Lambda guide, memory;
 * quotas.
 */
const steps = [
  { jobs: 20, megabytes: 256 },
  { jobs: 50, megabytes: 384 },
  { jobs: 100, megabytes: 512 },
  { jobs: 1_000, megabytes: 1_769 },
] as const;

const mostMegabytes = 3_008;

export function findJudgeMegabytes(jobs: number): number {
  return steps.find(step => jobs <= step.jobs)?.megabytes ?? mostMegabytes;
}

/** A viewer waits for the widget; if it draws lines, it reads as much as the judge. */
export function findWidgetMegabytes(jobs: number, alarms: Config['alarms']): number {
  return alarms === 'job' ? Math.max(512, findJudgeMegabytes(jobs)) : 512;
}

export const notifierMegabytes = 256;
