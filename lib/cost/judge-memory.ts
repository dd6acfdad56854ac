/**
 * The judge's memory in megabytes. Its history grows with the jobs and their scrapes. Measured at a
 * scrape interval of 15 s for the whole process: 6 jobs 188 MB, 50 jobs 264 MB; at 60 s: 490 jobs 337 MB.
 * The largest step has one whole processor, as a cold start has 25 s to read a day of samples. Source
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
