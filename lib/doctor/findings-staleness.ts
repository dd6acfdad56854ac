import { formatDuration } from '../model/format.ts';
import { findSetting, isPaused } from '../model/job.ts';
import type { DoctorEvidence, SourceEvidence } from './evidence.ts';
import { type Finding, listNames } from './finding.ts';

/** A job is late after this many missed runs. */
const lateRuns = 5;

/** A limit is worth a note if half of it, or less, would do. */
const looseFactor = 2;

/** With fewer successes, nothing is concluded about the longest gap. */
const fewestSuccesses = 24;

/** Frequent jobs whose limit is many times the longest gap that was seen. */
export function findLooseLimits(
  { at }: DoctorEvidence,
  { jobs, history }: SourceEvidence,
): Finding[] {
  const loose = jobs.flatMap(job => {
    const { intervalSeconds } = job;
    if (intervalSeconds === undefined || !job.enabled.staleness || isPaused(job, at)) return [];
    const { limit } = findSetting(job, 'BackgroundJobNotRunning');
    const enough = lateRuns * intervalSeconds;
    const longest = findLongestGap(history.findFacts(job).successes.map(({ time }) => time));
    const isLoose = longest !== undefined && longest < enough && enough * looseFactor <= limit;
    return isLoose ? [{ name: job.name, limit, longest }] : [];
  });
  return [...Map.groupBy(loose, ({ limit }) => limit).values()].map(group => reportLoose(group));
}

function findLongestGap(times: readonly number[]): number | undefined {
  if (times.length < fewestSuccesses) return undefined;
  return times
    .slice(1)
    .reduce((most, time, index) => Math.max(most, time - (times[index] ?? time)), 0);
}

type Loose = Readonly<{ name: string; limit: number; longest: number }>;

function reportLoose(jobs: readonly Loose[]): Finding {
  const names = jobs.map(({ name }) => name);
  const longest = formatDuration(Math.max(...jobs.map(job => job.longest)));
  const limit = formatDuration(jobs[0]?.limit ?? 0);
  return {
    level: 'info',
    code: 'staleness-loose',
    jobs: names,
    what: `${listNames(names)} would be late after ${limit}; the longest time between two successes was ${longest}.`,
    why: 'If such a job stops, it is reported later than necessary.',
    advice: `Set a tighter limit for frequent jobs, or for all: ${lateRuns} runs are enough.`,
    lines: ['defaults:', `  staleness: { warning: ${lateRuns} runs }`],
  };
}
