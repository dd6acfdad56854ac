import type { Schedule } from '../../model/schedule.ts';

/**
 * The subject of an alert, which decides the words. `verdict` stands for all alerts of a severity.
 */
export type AlertKind =
  | 'failures'
  | 'staleness'
  | 'duration'
  | 'queue-size'
  | 'queue-growth'
  | 'items'
  | 'verdict';

/** The parts of an alert's definition that a message uses. */
export type AlertGuide = Readonly<{
  /** Undefined for Jobwatch's own alerts. */
  kind: AlertKind | undefined;
  /** A sentence: what to look at first. */
  firstLook: string;
  /** The section of the runbook, such as `job-failures`. */
  section: string;
}>;

/** An earlier value, for the trend, in the unit of the present one. */
export type Before = Readonly<{ value: number; secondsAgo: number }>;

/**
 * What Prometheus knows about an alarm at the time of the message. All of it may be missing; then
 * the text uses what the alarm itself knows. Times are Unix seconds.
 */
export type AlarmFacts = Readonly<{
  /** Which alert decided, if the alarm covers several. */
  kind?: AlertKind;
  runsFailed?: number;
  runsTotal?: number;
  itemsFailed?: number;
  itemsTotal?: number;
  /** How many of the newest runs in a row ended alike. */
  streak?: Readonly<{ outcome: 'succeeded' | 'failed'; runs: number }>;
  /** The window that the runs or items are counted in. */
  windowSeconds?: number;
  lastSuccess?: number | 'never';
  intervalSeconds?: number;
  schedule?: Schedule;
  /** The first due time that no success has met. */
  dueAt?: number;
  p95Seconds?: number;
  queueSize?: number;
  before?: Before;
  /** Names of targets that are down. */
  targetsDown?: readonly string[];
  /** When the application last restarted, if that was shortly before. */
  restartedAt?: number;
  /** The names that an alarm without a job is about: checks that do not report, unlisted jobs. */
  names?: readonly string[];
  /** PromQL that shows the problem. */
  query?: string;
}>;

/** The links for a reader. Addresses without a trailing slash. */
export type LinkBases = Readonly<{
  /** The page of the runbook, without a section. */
  runbookUrl: string;
  /** The dashboard in CloudWatch's console. */
  dashboardUrl?: string;
  prometheusUrl?: string;
}>;

/** Everything, besides the message itself, that its text is made from. */
export type Wording = Readonly<{
  service: string;
  /** How many jobs the service has. */
  totalJobs?: number;
  /** By alert name. An alert that is missing is called by its own name. */
  guides: Readonly<Record<string, AlertGuide>>;
  /** By `identifyAlarm`. */
  facts: ReadonlyMap<string, AlarmFacts>;
  /** False if Prometheus was queried for details and did not answer in time. */
  prometheusAnswered: boolean;
  links: LinkBases;
}>;
