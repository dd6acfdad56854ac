import type { SourceHistory } from '../history/history.ts';
import type { Job } from '../model/job.ts';
import type { Source } from '../model/source.ts';
import type { PrometheusError } from '../prometheus/errors.ts';
import type { LoadFailures } from '../prometheus/load-failures.ts';
import type { Labels, Question } from '../sources/question.ts';

/** A query of the checks that was answered, with the label sets of its series. */
export type Asked = Readonly<{ question: Question; series: readonly Labels[] }>;

/** When a job is due according to the exporter itself. */
export type OwnSchedule = Readonly<{ cron: string; timezone: string | undefined }>;

/** What Prometheus says about one source. Jobs have the names of the source. */
export type SourceEvidence = Readonly<{
  source: Source;
  /** What the judge knows at this moment. */
  history: SourceHistory;
  /** Without queries that failed: nothing is concluded from those. */
  asked: readonly Asked[];
  failures: LoadFailures;
  /** The listed jobs of this source. */
  jobs: readonly Job[];
  /** Jobs with series that the configuration does not list, sorted. */
  unlisted: readonly string[];
  /** Bounds of each job's histogram in seconds, ascending, including +Inf. */
  bounds: ReadonlyMap<string, readonly number[]>;
  /** Names of all metrics that match the selector, for a hint if one is missing. */
  metricNames: readonly string[];
  /** Metrics whose series the selector excludes, if it excludes all of them. */
  hidden: readonly string[];
  schedules: ReadonlyMap<string, OwnSchedule>;
  /** When the runs of a job began, Unix seconds ascending, as far back as is known. */
  runTimes: ReadonlyMap<string, readonly number[]>;
}>;

/** What Prometheus says about a fleet. Times are Unix seconds. */
export type DoctorEvidence = Readonly<{
  at: number;
  /** By how much Prometheus's clock is ahead of ours, in seconds. */
  clockAheadSeconds: number | undefined;
  /** As Prometheus reports it; other servers do not. */
  retentionSeconds: number | undefined;
  /** How many servers answer at this address. */
  servers: number;
  /** How long Prometheus has been watching, if that is only a few minutes. */
  youngSeconds: number | undefined;
  /** Queries besides those of the checks that failed. */
  failures: readonly Readonly<{ question: string; error: PrometheusError }>[];
  sources: readonly SourceEvidence[];
}>;

/** Whether a source has any series of its jobs. */
export function hasSeries({ history }: SourceEvidence): boolean {
  return history.store.jobs.size > 0;
}

/** The source's key in the configuration with an outline of one part, as a line to paste. */
export function writeSourceLine({ name, preset }: Source, part: string): string {
  const head = preset === undefined ? '' : `preset: ${preset}, `;
  return `  ${name}: { ${head}${part} }`;
}
