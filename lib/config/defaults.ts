/**
 * Every default of the configuration, each with its reason and source. "Original" is the Grafana
 * dashboard and the Prometheus rules (`clipper_background_jobs_alerts`) that Jobwatch replaces.
 */
const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Names the stack, its topics and its dashboard; it is the project's own name. */
export const defaultService = 'jobwatch';

/** The names that the original's rules and panels ask for. */
export const defaultMetrics = {
  executions: 'job_execution_total',
  duration: 'job_execution_duration_seconds',
  lastSuccess: 'job_last_success_timestamp_seconds',
  items: 'job_items_processed_total',
  queue: 'job_queue_size',
} as const;

/** The labels of the original: `job` is Prometheus's own, so the application's is `job_name`. */
export const defaultLabels = { job: 'job_name', status: 'status' } as const;

/** No label matchers: one Prometheus, one environment, as in the original. */
export const defaultSelector = '';

/** A scraped Prometheus answers about the present; only remote copies of it lag. */
export const defaultDelaySeconds = 0;

/** Limits in the alert's own unit, holds in minutes: the original's thresholds and `for`. */
export const defaultAlerts = {
  failures: { warning: 5, critical: 50, holdMinutes: 5, criticalHoldMinutes: 5 },
  staleness: { holdMinutes: 10, criticalHoldMinutes: 5 },
  duration: { warning: 300, critical: 600, holdMinutes: 15, criticalHoldMinutes: 10 },
  queue: { growth: 1.5, size: 1000, holdMinutes: 15, criticalHoldMinutes: 10 },
  items: { warning: 20, holdMinutes: 15 },
} as const;

/** The ranges of the original's rates. A job's window is never shorter, unless it sets one. */
export const originalWindowSeconds = {
  failures: 10 * MINUTE,
  criticalFailures: 5 * MINUTE,
  duration: 10 * MINUTE,
  items: 10 * MINUTE,
} as const;

/**
 * The original's limits of 2 h and 24 h, stretched for slow jobs: a job is late when it has missed
 * a run by half an interval, and critically so when it has missed three.
 */
export const stalenessFloor = {
  warning: { seconds: 2 * HOUR, intervals: 1.5 },
  critical: { seconds: 24 * HOUR, intervals: 4 },
} as const;

/** Beyond the longest limit by this much, so that a job just past it still has an age. */
export const lookbackMarginSeconds = 2 * HOUR;

/** The original's panels show any job's queue and items, so a job has both unless it says no. */
export const defaultHasQueue = true;
export const defaultHasItems = true;

/** Not paused: what is listed is watched. */
export const defaultPaused = false;

/** Enough for a team's forgotten jobs; a label that explodes costs no more than this. */
export const defaultUnlistedMaximum = 20;

/** The project's own runbook: a section for each alert. */
export const defaultRunbookUrl = 'https://github.com/jobwatch/jobwatch/blob/main/docs/runbook.md';

/** Nobody is mailed before somebody is named: the alarms still change state. */
export const defaultAddresses: readonly string[] = [];

/** TLS to anything that is not near: queries and credentials would be readable on the way. */
export const defaultAllowPlainHttp = false;
