import { formatDuration } from '../model/format.ts';
import { findSetting, isPaused, type Job } from '../model/job.ts';
import type { Evidence, SourceEvidence } from './evidence.ts';
import { type Finding, listNames } from './finding.ts';

/** A job is late after this many runs have not come. */
const lateRuns = 5;

/** A limit is worth a note where half of it, or less, would do. */
const looseFactor = 2;

/** With fewer successes nothing can be said of the longest gap. */
const fewestSuccesses = 24;

/** Quick jobs that would be told late: their limit is many times the longest gap that was seen. */
export function findLooseLimits({ at }: Evidence, { jobs, history }: SourceEvidence): Finding[] {
  const loose = jobs.filter(job => {
    const { intervalSeconds } = job;
    if (intervalSeconds === undefined || !job.enabled.staleness || isPaused(job, at)) return false;
    const limit = findSetting(job, 'BackgroundJobNotRunning').limit;
    const enough = lateRuns * intervalSeconds;
    const longest = findLongestGap(history.findFacts(job).successes.map(({ time }) => time));
    return longest !== undefined && longest < enough && enough * looseFactor <= limit;
  });
  const groups = Map.groupBy(loose, job => findSetting(job, 'BackgroundJobNotRunning').limit);
  return [...groups].map(([limit, group]) => reportLoose(group, limit));
}

function findLongestGap(times: readonly number[]): number | undefined {
  if (times.length < fewestSuccesses) return undefined;
  return times
    .slice(1)
    .reduce((most, time, index) => Math.max(most, time - (times[index] ?? time)), 0);
}

function reportLoose(jobs: readonly Job[], limit: number): Finding {
  const names = jobs.map(({ name }) => name);
  const subject = names.length === 1 ? 'It is' : 'They are';
  return {
    level: 'info',
    code: 'staleness-loose',
    jobs: names,
    what: `${listNames(names)}: late after ${formatDuration(limit)}, though no success was ever later than ${lateRuns} runs.`,
    why: `${subject} told later than need be.`,
    advice: `Set staleness for quick jobs, or for all of them; ${lateRuns} runs are enough.`,
    lines: ['defaults:', `  staleness: { warning: ${lateRuns} runs }`],
  };
}
