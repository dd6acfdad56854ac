/**
 * Megabytes of the judge's function, whose history grows with the jobs and their scrapes. Measured
 * at a scrape every 15 s, whole process: 6 jobs 188 MB, 50 jobs 264 MB; 490 jobs every 60 s 337 MB.
 * The largest step is one whole processor, as a cold start reads a day of samples in 25 s. Source
 * for 1,769 MB: Lambda guide, memory.
 */
const steps = [
  { jobs: 20, megabytes: 256 },
  { jobs: 100, megabytes: 512 },
  { jobs: Number.POSITIVE_INFINITY, megabytes: 1_769 },
] as const;

export function findJudgeMegabytes(jobs: number): number {
  return (steps.find(step => jobs <= step.jobs) ?? steps[2]).megabytes;
}
