import { formatDuration } from '../model/format.ts';
import type { Fleet, Job } from '../model/job.ts';
import type { ByJob, Evidence } from './evidence.ts';
import type { Finding } from './finding.ts';
import { isSlow } from './questions.ts';

const day = 86_400;

/** Fewer runs than these were due: nothing can be said of the rhythm. */
const fewestRunsDue = 4;

/** The runs may be half or twice as many: a job with two replicas, or one that was held up. */
const tolerated = 2;

/** Jobs whose runs do not come at the interval that the config gives them. */
export function rhythmFindings({ jobs, source }: Fleet, evidence: Evidence): Finding[] {
  const { executions = [], lastSuccess = [] } = evidence.series;
  const known = new Set([...executions, ...lastSuccess].map(labels => labels[source.labels.job]));
  return jobs.flatMap(job => {
    if (!known.has(job.name)) return [];
    const slow = isSlow(job);
    const runs = slow ? evidence.runsInThreeDays : evidence.runsInDay;
    return rhythmOf(job, evidence, { runs, spanSeconds: slow ? 3 * day : day });
  });
}

type Counted = Readonly<{ runs: ByJob | undefined; spanSeconds: number }>;

function rhythmOf(job: Job, evidence: Evidence, { runs, spanSeconds }: Counted): Finding[] {
  const { intervalSeconds } = job;
  const { watchStart, at } = evidence;
  if (intervalSeconds === undefined || runs === undefined || watchStart === undefined) return [];
  const watched = Math.min(spanSeconds, at - watchStart, at - (job.sinceSeconds ?? 0));
  const due = watched / intervalSeconds;
  if (due < fewestRunsDue) return [];
  const seen = runs.get(job.name) ?? 0;
  const span = formatDuration(watched);
  if (seen === 0) return [still(job, span)];
  if (seen > due / tolerated && seen < due * tolerated) return [];
  return [offRhythm(job, { seen, due, span, every: watched / seen })];
}

function still({ name }: Job, span: string): Finding {
  return {
    level: 'warning',
    code: 'counter-still',
    jobs: [name],
    what: `Its counter of runs has not moved in ${span}.`,
    why: 'Either it does not run, or it does not count: its failures would not be seen.',
    advice: 'See whether it runs; if it does, see that each run is counted, also where it fails.',
  };
}

type Rhythm = Readonly<{ seen: number; due: number; span: string; every: number }>;

function offRhythm(job: Job, { seen, due, span, every }: Rhythm): Finding {
  const isRare = seen < due;
  const interval = formatDuration(job.intervalSeconds ?? 0);
  return {
    level: 'warning',
    code: 'job-rhythm',
    jobs: [job.name],
    what: `It ran ${Math.round(seen)} times in ${span}, about every ${formatDuration(rounded(every))}; the config says every ${interval}.`,
    why: isRare
      ? 'Its windows may hold no run, and it may count as stale between two runs.'
      : 'Its windows are longer than they need to be: trouble is told late.',
    advice: 'Correct the interval, or find out why it runs at another one.',
  };
}

/** Seconds count for a job of minutes only. */
function rounded(seconds: number): number {
  const unit = seconds < 600 ? 1 : 60;
  return Math.round(seconds / unit) * unit;
}
