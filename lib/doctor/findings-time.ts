import { longestLimit } from '../checks/horizon.ts';
import { writeDuration as formatSetting } from '../config/duration.ts';
import { findFresh, findStaleLimit, isWithin } from '../history/freshness.ts';
import { formatDuration } from '../model/format.ts';
import type { Fleet } from '../model/job.ts';
import { type DoctorEvidence, hasSeries, type SourceEvidence } from './evidence.ts';
import type { Finding } from './finding.ts';
import { findScrapeSeconds } from './findings-scrapes.ts';

/** Problems with clocks and with the length of the history. */
export function findTimeProblems(fleet: Fleet, evidence: DoctorEvidence): Finding[] {
  return [
    ...findShortHistory(evidence),
    ...findPair(evidence),
    ...findClockSkew(evidence),
    ...findShortRetention(fleet, evidence),
  ];
}

function findShortHistory({ youngSeconds }: DoctorEvidence): Finding[] {
  if (youngSeconds === undefined) return [];
  const age = youngSeconds < 60 ? 'less than 1 min' : `only ${formatDuration(youngSeconds)}`;
  return [
    {
      level: 'warning',
      code: 'prometheus-young',
      what: `This Prometheus is young: it has been watching for ${age}.`,
      why: 'Missing data means nothing yet: series appear with the first scrapes, counts with the first runs.',
      advice: 'Run doctor again in 5 min; for intervals and schedules, after a day.',
    },
  ];
}

/** Nothing is lost by it as long as both know the same. */
function findPair({ servers }: DoctorEvidence): Finding[] {
  if (servers < 2) return [];
  return [
    {
      level: 'info',
      code: 'prometheus-pair',
      what: `${servers} servers answer at prometheus.url by turns, as an HA pair behind a load balancer does.`,
      why: 'Each server has samples at different times. One whose disk was lost answers with less: jobs are then held as they were until the other answers.',
      advice:
        'Let the balancer keep to one as long as it is up (nginx: backup), or ask what joins the pair (Thanos, Mimir).',
    },
  ];
}

const toleratedSkewSeconds = 30;

function findClockSkew({ clockAheadSeconds: ahead }: DoctorEvidence): Finding[] {
  if (ahead === undefined || Math.abs(ahead) <= toleratedSkewSeconds) return [];
  const by = formatDuration(Math.abs(ahead));
  return [
    {
      level: 'error',
      code: 'clock-skew',
      what: `Prometheus's clock is ${by} ${ahead > 0 ? 'ahead of' : 'behind'} this machine's.`,
      why: 'The judge queries minutes of the correct time: with a wrong clock these contain other data, or none, and ages are off by as much.',
      advice:
        'Synchronise both clocks with NTP. If only this machine is wrong, nothing else needs to change.',
    },
  ];
}

function findShortRetention(
  { jobs, unlisted }: Fleet,
  { retentionSeconds }: DoctorEvidence,
): Finding[] {
  const needed = Math.max(longestLimit(unlisted.settings), ...jobs.map(longestLimit));
  if (retentionSeconds === undefined || retentionSeconds >= needed) return [];
  return [
    {
      level: 'error',
      code: 'history-short',
      what: `Prometheus keeps ${formatDuration(retentionSeconds)} of data; staleness looks back ${formatDuration(needed)}.`,
      why: 'An older success is forgotten: the age of a late job is then counted from when Prometheus began to watch, and after a restart it may look younger than it is.',
      advice: `Raise --storage.tsdb.retention.time to ${formatSetting(needed)} or more, or lower the largest staleness: { critical: … }.`,
    },
  ];
}

/** A sample is expected with every scrape, and takes a moment to arrive. */
const underWaySeconds = 15;

/** Beyond this it is no delay: no samples arrive at all. */
const stoppedSeconds = 3600;

/** Whether samples of a source arrive, and as soon as the configuration says. */
export function findLateData(
  fleet: Fleet,
  { at }: DoctorEvidence,
  source: SourceEvidence,
): Finding[] {
  const newest = findNewest(source);
  if (!hasSeries(source) || newest === undefined) return [];
  const age = at - newest;
  const scrape = findScrapeSeconds(source) ?? 60;
  if (age <= fleet.delaySeconds + 1.5 * scrape + underWaySeconds) return [];
  if (isUsualAbsence(source, fleet, at)) return [];
  if (isStopped(source, at)) return [reportStopped(age)];
  const delay = Math.ceil((age - scrape / 2) / 60) * 60;
  const setting = `prometheus: { delay: ${formatSetting(fleet.delaySeconds)} }`;
  return [
    {
      level: 'warning',
      code: 'data-late',
      what: `The newest sample of a job is ${formatDuration(age)} old; the configuration has ${setting}.`,
      why: 'Minutes are judged before their data arrives, or not at all.',
      advice: `If the data always arrives this late (remote write, Thanos, Amazon Managed Prometheus), set the delay. Otherwise find out why targets are not scraped.`,
      lines: [`prometheus: { …, delay: ${formatSetting(delay)} }`],
    },
  ];
}

/** Whether there are no samples because the source has no target between two runs, as always. */
function isUsualAbsence({ history: { store } }: SourceEvidence, fleet: Fleet, at: number): boolean {
  const limit = findStaleLimit(store, fleet.delaySeconds);
  return at - store.newest > limit && isWithin(findFresh(store, limit), at);
}

/** Whether nothing has arrived for so long that only the past is known. */
export function isStopped(source: SourceEvidence, at: number): boolean {
  const newest = findNewest(source);
  return newest !== undefined && at - newest >= stoppedSeconds;
}

function reportStopped(age: number): Finding {
  return {
    level: 'error',
    code: 'data-late',
    what: `The newest sample of a job is ${formatDuration(age)} old.`,
    why: 'The application is no longer scraped, or its data arrives too late to be judged.',
    advice: 'Check in Prometheus whether its targets are up.',
  };
}

/** When the newest sample of any job was taken, Unix seconds. */
function findNewest({ history: { store } }: SourceEvidence): number | undefined {
  let newest = Number.NEGATIVE_INFINITY;
  for (const { series } of store.jobs.values()) {
    for (const { segments } of series.values()) {
      newest = Math.max(newest, segments.ends.at(-1) ?? newest);
    }
  }
  for (const { facts } of store.objects.values()) {
    for (const { ends } of facts.values()) newest = Math.max(newest, ends.at(-1) ?? newest);
  }
  return Number.isFinite(newest) ? newest : undefined;
}
