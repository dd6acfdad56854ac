import { formatDuration } from '../model/format.ts';
import { type AlertName, type Fleet, type Job, windowNames } from '../model/job.ts';
import type { Evidence } from './evidence.ts';
import { type Finding, listNames } from './finding.ts';

/** Limits against the histogram's buckets, and windows against the scrapes. */
export function windowFindings(fleet: Fleet, evidence: Evidence): Finding[] {
  return [
    ...lowBuckets(fleet, evidence),
    ...slowScrapes(evidence),
    ...shortWindows(fleet, evidence),
  ];
}

const durationAlerts = ['BackgroundJobHighDuration', 'BackgroundJobCriticalDuration'] as const;

/** A value above all buckets is told as a little over the last: a limit beyond it is never passed. */
function lowBuckets(fleet: Fleet, evidence: Evidence): Finding[] {
  const tops = topBuckets(fleet, evidence);
  const troubled = fleet.jobs.flatMap(job => {
    const top = tops.get(job.name);
    if (top === undefined || job.windowSeconds.duration === undefined) return [];
    const alerts = durationAlerts.filter(alert => job.alerts[alert].limit > top);
    return alerts.length === 0 ? [] : [{ job, top, alerts }];
  });
  const groups = Map.groupBy(troubled, ({ top, alerts, job }) =>
    JSON.stringify([top, ...alerts.map(alert => [alert, job.alerts[alert].limit])]),
  );
  return [...groups.values()].flatMap(group => {
    const [first] = group;
    return first === undefined
      ? []
      : [
          lowBucket(
            first,
            group.map(({ job }) => job.name),
          ),
        ];
  });
}

type Troubled = Readonly<{ job: Job; top: number; alerts: readonly AlertName[] }>;

function lowBucket({ job, top, alerts }: Troubled, jobs: readonly string[]): Finding {
  const limits = alerts.map(alert => `${alert} at ${job.alerts[alert].limit} s`).join(' and ');
  const known = Number.isFinite(top) ? `ends at ${top} s` : 'has no bucket but +Inf';
  return {
    level: 'error',
    code: 'bucket-too-low',
    jobs,
    what: `The histogram of ${listNames(jobs)} ${known}, below the limits of ${limits}.`,
    why: 'A longer run cannot be told from one that just passes the last bucket: these alerts can never fire.',
    advice: Number.isFinite(top)
      ? `Add a bucket at each limit to the application's histogram, or lower the limits to ${top} s.`
      : "Give the application's histogram buckets, one of them at each limit.",
  };
}

function topBuckets({ source }: Fleet, { series }: Evidence): Map<string, number> {
  const tops = new Map<string, number>();
  for (const labels of series.duration ?? []) {
    const name = labels[source.labels.job];
    if (name === undefined || labels.le === undefined) continue;
    const bound = labels.le === '+Inf' ? Number.NEGATIVE_INFINITY : Number(labels.le);
    tops.set(name, Math.max(tops.get(name) ?? Number.NEGATIVE_INFINITY, bound));
  }
  return tops;
}

/** Prometheus's usual longest; a minute's judgement should rest on a sample of that minute. */
const slowestScrapeSeconds = 60;

/** One scrape of thirty may have been missed. */
const missedShare = 1.1;

function slowScrapes({ scrapeSeconds }: Evidence): Finding[] {
  if (scrapeSeconds === undefined || scrapeSeconds <= slowestScrapeSeconds * missedShare) return [];
  return [
    {
      level: 'warning',
      code: 'scrape-slow',
      what: `The slowest target with jobs is scraped about every ${formatDuration(scrapeSeconds)}.`,
      why: 'Minutes in between repeat what is known: every alert comes later by as much.',
      advice: 'Scrape the application every 15 to 60 s (scrape_interval).',
    },
  ];
}

/** Two scrapes must lie in a window, or nothing can be seen to grow in it. */
function shortWindows({ jobs }: Fleet, { scrapeSeconds }: Evidence): Finding[] {
  if (scrapeSeconds === undefined) return [];
  const short = jobs.flatMap(job => {
    const windows = windowNames
      .map(name => job.windowSeconds[name])
      .filter(seconds => seconds !== undefined);
    const shortest = Math.min(...windows);
    return shortest < 2 * scrapeSeconds ? [{ job: job.name, shortest }] : [];
  });
  const byWindow = Map.groupBy(short, ({ shortest }) => shortest);
  return [...byWindow].map(([seconds, group]): Finding => {
    const names = group.map(({ job }) => job);
    return {
      level: 'error',
      code: 'window-too-short',
      jobs: names,
      what: `A window of ${formatDuration(seconds)} of ${listNames(names)} holds fewer than two scrapes: one comes about every ${formatDuration(scrapeSeconds)}.`,
      why: 'Runs and failures are seen late, in bursts, or not at all.',
      advice:
        'Scrape more often, or lengthen the window (failures, duration, items: { window: … }).',
    };
  });
}
