import { formatDuration } from '../model/format.ts';
import type { SourceEvidence } from './evidence.ts';
import { type Finding, listNames } from './finding.ts';

/** Prometheus's usual longest interval; a minute should be judged by a sample of that minute. */
const slowestScrapeSeconds = 60;

/** Scrapes come slightly early or late. */
const jitterShare = 1.1;

/** How often the jobs' series are scraped, and windows that are too short for that. */
export function findScrapeProblems(source: SourceEvidence): Finding[] {
  const scrapeSeconds = findScrapeSeconds(source);
  if (scrapeSeconds === undefined) return [];
  return [...findSlowScrapes(scrapeSeconds), ...findShortWindows(source, scrapeSeconds)];
}

/** The scrape interval of the slowest scrape job that has jobs, in seconds, as far as it was seen. */
export function findScrapeSeconds({ history }: SourceEvidence): number | undefined {
  const byScrapeJob = new Map<string, number>();
  for (const { series } of history.store.jobs.values()) {
    for (const { identity, segments } of series.values()) {
      const known = byScrapeJob.get(identity.scrapeJob) ?? Number.POSITIVE_INFINITY;
      const isSeenTwice = segments.ends.some((end, index) => end > (segments.starts[index] ?? end));
      if (isSeenTwice || segments.starts.length > 1) {
        byScrapeJob.set(identity.scrapeJob, Math.min(known, segments.spacing));
      }
    }
  }
  return byScrapeJob.size === 0 ? undefined : Math.max(...byScrapeJob.values());
}

function findSlowScrapes(scrapeSeconds: number): Finding[] {
  if (scrapeSeconds <= slowestScrapeSeconds * jitterShare) return [];
  return [
    {
      level: 'warning',
      code: 'scrape-slow',
      what: `The slowest targets with jobs are scraped about every ${formatDuration(scrapeSeconds)}.`,
      why: 'The minutes in between repeat old values: every alert is delayed by as much.',
      advice: 'Scrape the application every 15 to 60 s (scrape_interval).',
    },
  ];
}

/** A window needs two scrapes, or no growth can be seen in it. */
function findShortWindows({ jobs }: SourceEvidence, scrapeSeconds: number): Finding[] {
  const short = jobs.flatMap(job => {
    const shortest = Math.min(...Object.values(job.windowSeconds));
    return shortest < 2 * scrapeSeconds ? [{ job: job.name, shortest }] : [];
  });
  const byWindow = Map.groupBy(short, ({ shortest }) => shortest);
  return [...byWindow].map(([seconds, group]): Finding => {
    const names = group.map(({ job }) => job);
    return {
      level: 'error',
      code: 'window-too-short',
      jobs: names,
      what: `A window of ${formatDuration(seconds)} of ${listNames(names)} contains fewer than two scrapes, which come about every ${formatDuration(scrapeSeconds)}.`,
      why: 'Runs and failures are seen late, in bursts, or not at all.',
      advice: 'Scrape more often, or lengthen the window.',
    };
  });
}
