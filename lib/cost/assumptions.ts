/** What a bill cannot know about a deployment: conservative round figures. `cost` shows all of them. */
export const assumptions = {
  /** AWS counts 730 hours per month. */
  minutesAMonth: 43_800,
  /** What a run logs, with Lambda's lines for start and end. */
  judgeLogBytes: 1_500,
  notifierLogBytes: 1_100,
  widgetLogBytes: 800,
  /** Two weeks, which the stack sets, in months. */
  logRetentionMonths: 0.46,
  /**
   * Lambda replaces a process about this often. The new process asks which minutes have been
   * published.
   */
  coldStartsADay: 12,
  /** The notifier reads all alarms this often, in minutes, and after each change. */
  alarmsReadMinutes: 5,
  /** How often the dashboard is drawn. */
  viewsAMonth: 300,
  mailsAMonth: 100,
  /**
   * Samples that Prometheus reads for one job and round at a scrape interval of 15 s, and for a
   * cold round: measured by `npm run bench`, with `stats` of the real queries.
   */
  warmSamplesAJob: 240,
  coldSamplesAJob: 160_000,
} as const;

/** The assumptions as one sentence each. */
export const assumptionTexts: readonly string[] = [
  `the judge runs once a minute (${assumptions.minutesAMonth} minutes a month) for a second, or a second for each 500 jobs; the notifier runs for 1.3 s`,
  `${assumptions.coldStartsADay} cold starts a day take 25 s each`,
  'every job exports every metric that its settings allow; a missing series costs only its alarm',
  `a run of the judge logs ${assumptions.judgeLogBytes} bytes and one of the notifier ${assumptions.notifierLogBytes}; ${assumptions.mailsAMonth} mails are sent a month`,
  `the dashboard is drawn ${assumptions.viewsAMonth} times a month, and a custom widget takes two seconds and one for each 100 jobs`,
  'the samples of Amazon Managed Prometheus are for a scrape interval of 15 s; their price comes from a secondary source',
  'not included: a NAT gateway, secrets',
];
