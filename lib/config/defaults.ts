/**
 * Every default of the configuration but the alerts' own, which stand with the alerts in
 * `lib/checks`, each with its reason and source. "Original" is the Grafana dashboard and the
 * Prometheus rules (`clipper_background_jobs_alerts`) that Jobwatch replaces.
 */
const HOUR = 3600;

/** Names the stack, its topics and its dashboard; it is the project's own name. */
export const defaultService = 'jobwatch';

/** The source of a configuration that has no `sources`: the original's five metrics. */
export const defaultSources = { application: { preset: 'jobs' } } as const;

/** The label of the original: `job` is Prometheus's own, so the application's is `job_name`. */
export const defaultJobLabel = 'job_name';

/** The status label and its words in the original. */
export const defaultStatusLabel = 'status';
export const defaultWords = {
  success: ['success'],
  failed: ['failed'],
  skipped: ['skipped'],
  ignored: [],
} as const;

/** Prometheus's base unit, https://prometheus.io/docs/practices/naming/#base-units. */
export const defaultUnit = 's';

/** What the original's rules judge: the 95th percentile. */
export const defaultQuantile = 0.95;

/** No label matchers: one Prometheus, one environment, as in the original. */
export const defaultSelector = '';

/** A scraped Prometheus answers about the present; only remote copies of it lag. */
export const defaultDelaySeconds = 0;

/** The zone of cron on most servers and of Kubernetes' controller where none is set. */
export const defaultTimezone = 'UTC';

/** Not paused: what is listed is watched. */
export const defaultPaused = false;

/** Enough for a team's forgotten jobs; a label that explodes costs no more than this. */
export const defaultUnlistedMaximum = 20;

/** The project's own runbook: a section for each alert. */
export const defaultRunbookUrl = 'https://github.com/jobwatch/jobwatch/blob/main/docs/runbook.md';

/** Half a working day and a day: Alertmanager's `repeat_interval` is 4 h by default. */
export const defaultRemind = { criticalSeconds: 4 * HOUR, warningSeconds: 24 * HOUR } as const;

/** An alarm for each alert, as in the original, where each rule alerts by itself. */
export const defaultAlarms = 'alert';

/** TLS to anything that is not near: queries and credentials would be readable on the way. */
export const defaultAllowPlainHttp = false;
