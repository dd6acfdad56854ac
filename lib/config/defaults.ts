/**
 * Every default of the configuration, with its reason and source. The alerts' defaults are in
 * `lib/checks`. "Original" means the Grafana dashboard and the
 * Prometheus rules (`clipper_background_jobs_alerts`) that Jobwatch replaces.
 */
const HOUR = 3600;

/** The project's name. */
export const defaultService = 'jobwatch';

/** The source of a configuration without `sources`: the original's five metrics. */
export const defaultSources = { application: { preset: 'jobs' } } as const;

/** The original's label. Prometheus uses `job` itself. */
export const defaultJobLabel = 'job_name';

/** The original's status label and its values. */
export const defaultStatusLabel = 'status';
export const defaultWords = {
  success: ['success'],
  failed: ['failed'],
  skipped: ['skipped'],
  ignored: [],
} as const;

/** Prometheus's base unit, https://prometheus.io/docs/practices/naming/#base-units. */
export const defaultUnit = 's';

/** The original's rules use the 95th percentile. */
export const defaultQuantile = 0.95;

/** No label matchers: the original has one Prometheus per environment. */
export const defaultSelector = '';

/** A Prometheus that scrapes has current samples. Only remote copies are late. */
export const defaultDelaySeconds = 0;

/** The time zone of cron on most servers, and of Kubernetes if none is set. */
export const defaultTimezone = 'UTC';

/** A listed job is watched. */
export const defaultPaused = false;

/** Enough for a team's forgotten jobs. It limits the cost of a label with too many values. */
export const defaultUnlistedMaximum = 20;

/** The project's runbook, which has a section for each alert. */
export const defaultRunbookUrl = 'https://github.com/jobwatch/jobwatch/blob/main/docs/runbook.md';

/** Half a working day and a day: Alertmanager's `repeat_interval` is 4 h by default. */
export const defaultRemind = { criticalSeconds: 4 * HOUR, warningSeconds: 24 * HOUR } as const;

/** One alarm per alert, as in the original, where each rule alerts by itself. */
export const defaultAlarms = 'alert';

/**
 * Two people who open a dashboard with ten widgets at once. The limit protects the other functions
 * of the account, including the judge, and Prometheus from many viewers at once.
 */
export const defaultDashboardConcurrency = 20;

/** Without TLS, others could read queries and credentials on the network. */
export const defaultAllowPlainHttp = false;
