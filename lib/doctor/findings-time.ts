import { formatDuration as formatSetting } from '../config/duration.ts';
import { formatDuration } from '../model/format.ts';
import type { Fleet } from '../model/job.ts';
import type { Evidence } from './evidence.ts';
import { type Finding, listNames } from './finding.ts';

/** What is wrong with clocks, stamps, the length of the history and its end. */
export function timeFindings(fleet: Fleet, evidence: Evidence): Finding[] {
  return [
    ...clockSkew(evidence),
    ...ignoredStamps(evidence),
    ...shortHistory(fleet, evidence),
    ...lateData(fleet, evidence),
  ];
}

const toleratedSkewSeconds = 30;

function clockSkew({ clockAheadSeconds: ahead }: Evidence): Finding[] {
  if (ahead === undefined || Math.abs(ahead) <= toleratedSkewSeconds) return [];
  const by = formatDuration(Math.abs(ahead));
  return [
    {
      level: 'error',
      code: 'clock-skew',
      what: `Prometheus's clock is ${by} ${ahead > 0 ? 'ahead of' : 'behind'} this machine's.`,
      why: 'Checks ask about minutes of the right time: with a wrong clock these hold other data, or none, and ages are off by as much.',
      advice: 'Set both clocks by NTP; if this machine is the wrong one, that is all.',
    },
  ];
}

/** No time in seconds is as large; one in milliseconds is. */
const surelyMilliseconds = 1e11;

function ignoredStamps({ ignoredStamps: stamps = new Map() }: Evidence): Finding[] {
  const names = (keep: (stamp: number) => boolean) =>
    [...stamps].filter(([, stamp]) => keep(stamp)).map(([name]) => name);
  const milliseconds = names(stamp => stamp > surelyMilliseconds);
  const future = names(stamp => stamp > 0 && stamp <= surelyMilliseconds);
  const zero = names(stamp => stamp <= 0);
  const why = 'It is ignored: where the job has no other, it counts as never having succeeded.';
  const finding = (level: Finding['level'], jobs: string[], [is, advice]: [string, string]) =>
    jobs.length === 0
      ? []
      : [
          {
            level,
            code: 'stamp-ignored' as const,
            jobs,
            what: `A last-success stamp of ${listNames(jobs)} ${is}.`,
            why,
            advice,
          },
        ];
  return [
    ...finding('error', milliseconds, ['is in milliseconds', 'Export Unix seconds.']),
    ...finding('error', future, [
      'is more than 5 min in the future',
      "Set the clock of the application's machine, and export Unix seconds.",
    ]),
    ...finding('info', zero, [
      'is 0',
      'Nothing, if it has not succeeded yet; better to export the stamp only once it has.',
    ]),
  ];
}

/** The watch is read on a grid of 5 min, and begins with the first scrape in it. */
const gridSeconds = 600;

function shortHistory(
  { lookbackSeconds }: Fleet,
  { watchStart, retentionSeconds, at }: Evidence,
): Finding[] {
  const lookback = formatDuration(lookbackSeconds);
  const why =
    'A success that is older is forgotten: a stale job is told by when the watch began, and after a restart it may look younger than it is.';
  if (retentionSeconds !== undefined && retentionSeconds < lookbackSeconds) {
    return [
      {
        level: 'error',
        code: 'history-short',
        what: `Prometheus keeps ${formatDuration(retentionSeconds)}; staleness looks back ${lookback}.`,
        why,
        advice: `Raise --storage.tsdb.retention.time to ${formatSetting(lookbackSeconds)} or more, or lower the largest staleness: { critical: … }.`,
      },
    ];
  }
  if (watchStart === undefined || watchStart <= at - lookbackSeconds + gridSeconds) return [];
  const reach = formatDuration(at - watchStart);
  return [
    {
      level: retentionSeconds === undefined ? 'warning' : 'info',
      code: 'history-short',
      what: `The history reaches back ${reach}; staleness looks back ${lookback}.`,
      why,
      advice:
        retentionSeconds === undefined
          ? 'Wait, if this Prometheus is young; else have it keep more.'
          : 'Wait: it keeps enough, and is only young.',
    },
  ];
}

/** A sample is expected with every scrape, and is a little under way. */
const underWaySeconds = 15;

function lateData(fleet: Fleet, { newestSample, scrapeSeconds, series, at }: Evidence): Finding[] {
  if (series.executions === undefined || series.executions.length === 0) return [];
  const setting = `prometheus: { delay: ${formatSetting(fleet.delaySeconds)} }`;
  if (newestSample === undefined) {
    return [
      {
        level: 'error',
        code: 'data-late',
        what: `No run of any job was scraped within the last hour.`,
        why: 'The application is not scraped any more, or its data comes too late to be judged.',
        advice: 'See whether its targets are up in Prometheus.',
      },
    ];
  }
  const age = at - newestSample;
  if (age <= fleet.delaySeconds + 1.5 * (scrapeSeconds ?? 60) + underWaySeconds) return [];
  const delay = Math.ceil((age - (scrapeSeconds ?? 60) / 2) / 60) * 60;
  return [
    {
      level: 'warning',
      code: 'data-late',
      what: `The newest sample of a run is ${formatDuration(age)} old; the config has ${setting}.`,
      why: 'Minutes are judged before their data is there.',
      advice: `If the data always comes so late (remote write, Thanos, Amazon Managed Prometheus), set delay: ${formatSetting(delay)}; else see why targets are not scraped.`,
    },
  ];
}
