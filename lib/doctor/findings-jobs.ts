import type { Fleet, Job } from '../model/job.ts';
import type { Evidence, Labels, MetricKey } from './evidence.ts';
import { type Finding, listNames } from './finding.ts';
import { nearest } from './findings-series.ts';
import { unlistedFindings } from './findings-unlisted.ts';

/** What is wrong with jobs one by one: unseen, unlisted, without a queue or items that they claim. */
export function jobFindings(fleet: Fleet, evidence: Evidence): Finding[] {
  const seen = seenJobs(fleet, evidence);
  if (seen === undefined) return [];
  const listed = new Set(fleet.jobs.map(({ name }) => name));
  const unlisted = [...seen].filter(name => !listed.has(name)).toSorted();
  return [
    ...neverSeen(fleet, evidence, { seen, unlisted }),
    ...unlistedFindings(fleet, evidence, unlisted),
    ...unseenAspects(fleet, evidence, seen),
    ...tooRare(fleet),
  ];
}

/** Jobs that any run or success tells of; `undefined` where either is not known or has no series. */
function seenJobs({ source }: Fleet, { series }: Evidence): Set<string> | undefined {
  const { executions, lastSuccess } = series;
  if (executions === undefined || lastSuccess === undefined) return undefined;
  const names = namesIn([...executions, ...lastSuccess], source.labels.job);
  return names.size === 0 ? undefined : names;
}

function namesIn(series: readonly Labels[], label: string): Set<string> {
  return new Set(series.map(labels => labels[label] ?? '').filter(name => name !== ''));
}

type Names = Readonly<{ seen: ReadonlySet<string>; unlisted: readonly string[] }>;

function neverSeen(fleet: Fleet, { at }: Evidence, { seen, unlisted }: Names): Finding[] {
  return fleet.jobs
    .filter(({ name }) => !seen.has(name))
    .map(job => {
      const isExpected = (job.sinceSeconds ?? 0) <= at && !isPaused(job, at);
      const near = nearest(job.name, unlisted);
      const hint =
        near === undefined ? '' : ` Prometheus knows ${JSON.stringify(near)}: is it that?`;
      return {
        level: isExpected ? 'error' : 'info',
        code: 'job-never-seen',
        jobs: [job.name],
        what: `Prometheus has never seen this job in the lookback.`,
        why: isExpected
          ? 'It counts as stale since the watch began, and will be mailed about.'
          : 'It is not expected yet, or paused; afterwards it counts as stale.',
        advice: `Correct its name, see whether its process is scraped, or take it out.${hint}`,
      };
    });
}

function isPaused({ paused }: Job, at: number): boolean {
  return typeof paused === 'number' ? paused > at : paused;
}

type Aspect = Readonly<{
  key: MetricKey;
  code: Finding['code'];
  level: Finding['level'];
  has: (job: Job) => boolean;
  what: string;
  why: string;
  advice: string;
}>;

const aspects: readonly Aspect[] = [
  {
    key: 'duration',
    code: 'duration-unseen',
    level: 'warning',
    has: job => job.windowSeconds.duration !== undefined,
    what: 'have runs but no histogram of their durations',
    why: 'Their duration alerts cannot fire.',
    advice: 'Observe the run time of these jobs, too.',
  },
  {
    key: 'queue',
    code: 'queue-unseen',
    level: 'info',
    has: job => job.hasQueue,
    what: 'have no series of a queue',
    why: 'Two alarms each are paid for that can never fire.',
    advice: 'Say "queue: false" for those that have no queue.',
  },
  {
    key: 'items',
    code: 'items-unseen',
    level: 'info',
    has: job => job.hasItems && job.windowSeconds.items !== undefined,
    what: 'have no series of items',
    why: 'An alarm each is paid for that can never fire.',
    advice: 'Say "items: false" for those that handle no items.',
  },
];

function unseenAspects(fleet: Fleet, { series }: Evidence, seen: ReadonlySet<string>): Finding[] {
  return aspects.flatMap(({ key, code, level, has, what, why, advice }) => {
    const found = series[key];
    // a metric that nobody has is a finding of its own
    if (found === undefined || found.length === 0) return [];
    const names = namesIn(found, fleet.source.labels.job);
    const jobs = fleet.jobs
      .filter(job => has(job) && seen.has(job.name) && !names.has(job.name))
      .map(({ name }) => name);
    if (jobs.length === 0) return [];
    return [{ level, code, jobs, what: `${listNames(jobs)} ${what}.`, why, advice }];
  });
}

function tooRare({ jobs }: Fleet): Finding[] {
  const rare = jobs.filter(job => job.windowSeconds.failures === undefined).map(({ name }) => name);
  if (rare.length === 0) return [];
  return [
    {
      level: 'info',
      code: 'job-too-rare',
      jobs: rare,
      what: `The interval of ${listNames(rare)} is longer than any window reaches (3 d for 2.5 intervals).`,
      why: 'They are judged by staleness only: failures, durations and items raise nothing.',
      advice:
        'Nothing, if that will do; else give them windows: failures: { window: … }, duration: { window: … }.',
    },
  ];
}
