import { findHorizon } from '../checks/horizon.ts';
import { writeDuration as formatSetting } from '../config/duration.ts';
import { isWithin } from '../history/freshness.ts';
import type { JobFacts } from '../model/facts.ts';
import { formatDuration } from '../model/format.ts';
import { isPaused, type Job } from '../model/job.ts';
import { findTypicalGap, snap } from '../schedule/learn-interval.ts';
import type { DoctorEvidence, SourceEvidence } from './evidence.ts';
import type { Finding } from './finding.ts';
import { writeKey } from './yaml-lines.ts';

const day = 86_400;

/** With fewer due runs, nothing is concluded about the interval. */
const fewestRunsDue = 4;

/** The number of runs may be half or twice the expected: a job with two replicas, or a delayed one. */
const tolerated = 2;

/** Jobs that do not run at their configured interval. */
export function findOffRhythm(
  { at }: DoctorEvidence,
  { history, jobs }: SourceEvidence,
): Finding[] {
  return jobs.flatMap(job => {
    const { intervalSeconds } = job;
    if (intervalSeconds === undefined || !history.store.jobs.has(job.seriesName)) return [];
    const facts = history.findFacts(job);
    if (isPaused(job, at) || isWithin(facts.suspended, at)) return [];
    return judgeRhythm(job, facts, { intervalSeconds, at });
  });
}

type ExpectedRhythm = Readonly<{ intervalSeconds: number; at: number }>;

function judgeRhythm(
  job: Job,
  facts: JobFacts,
  { intervalSeconds, at }: ExpectedRhythm,
): Finding[] {
  const most = Math.min(findHorizon(job, at), Math.max(day, fewestRunsDue * intervalSeconds));
  const began = facts.watched[0]?.from ?? at;
  const watched = Math.min(most, at - began, at - (job.sinceSeconds ?? 0));
  const due = watched / intervalSeconds;
  if (due < fewestRunsDue) return [];
  const times = listRuns(facts).filter(({ time }) => time > at - watched);
  const seen = times.reduce((sum, { count }) => sum + count, 0);
  const span = formatDuration(watched);
  if (seen === 0) return [reportStill(job, span)];
  // a run that fails and is retried is counted more than once
  const succeeded = facts.successes.filter(({ time }) => time > at - watched).length;
  if ([seen, succeeded].some(count => isAsDue(count, due))) return [];
  const gaps = times.slice(1).map(({ time }, index) => time - (times[index]?.time ?? time));
  const every = gaps.length < 2 ? watched / seen : findTypicalGap(gaps).typicalSeconds;
  // a job that kept its interval and then stopped is late, and reported as late
  if (Math.abs(every - intervalSeconds) <= 0.2 * intervalSeconds) return [];
  return [reportOff(job, { seen, due, span, every: snap(every) })];
}

function isAsDue(count: number, due: number): boolean {
  return count >= due / tolerated - 1 && count <= due * tolerated + 1;
}

function listRuns({ runs, successes }: JobFacts): { time: number; count: number }[] {
  if (runs.length === 0) return successes.map(({ time }) => ({ time, count: 1 }));
  return runs.map(({ at, succeeded, failed, skipped, other }) => ({
    time: at,
    count: succeeded + failed + skipped + other,
  }));
}

function reportStill({ name }: Job, span: string): Finding {
  return {
    level: 'warning',
    code: 'counter-still',
    jobs: [name],
    what: `Its counter of runs has not moved in ${span}.`,
    why: 'Either it does not run, or it does not count its runs: its failures would not be seen.',
    advice:
      'Check whether it runs; if it does, check that each run is counted, including those that fail.',
  };
}

type MeasuredRhythm = Readonly<{ seen: number; due: number; span: string; every: number }>;

function reportOff(job: Job, { seen, due, span, every }: MeasuredRhythm): Finding {
  const isRare = seen < due;
  const interval = formatDuration(job.intervalSeconds ?? 0);
  return {
    level: 'warning',
    code: 'job-rhythm',
    jobs: [job.name],
    what: `It ran ${Math.round(seen)} times in ${span}, about every ${formatDuration(every)}; the configuration says every ${interval}.`,
    why: isRare
      ? 'It may count as late between two runs.'
      : 'Its alarms come late: it is judged like a job that runs less often.',
    advice: 'Correct the interval, or find out why it runs at a different one.',
    lines: [`  ${writeKey(job.name)}: { interval: ${formatSetting(every)} }`],
  };
}
