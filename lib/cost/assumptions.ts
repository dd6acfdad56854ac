/** What a bill cannot know about a deployment: conservative round figures. `cost` shows all of them. */
export const assumptions = {
  /** AWS counts 730 hours per month. */
  minutesAMonth: 43_800,
  /**
   * A round of the judge with its start, queries and publishing: some 0.1 s of a whole processor
   * for six jobs, of which 256 MB have a seventh. It is faster if Prometheus is near.
   */
  judgeSeconds: 1,
  /** A run of the notifier: it waits one second for the queue's messages. */
  notifierSeconds: 1.3,
  /** The round's log line, and Lambda's lines for start and end. */
  judgeLogBytes: 1_500,
  notifierLogBytes: 1_000,
  /** Two weeks, which the stack sets, in months. */
  logRetentionMonths: 0.46,
  /** Lambda replaces a process about this often. The new one asks which minutes are published. */
  coldStartsADay: 12,
  /** The notifier reads all alarms this often, in minutes, and after each change. */
  alarmsReadMinutes: 5,
  /** How often the dashboard is drawn, and how long one of its custom widgets takes. */
  viewsAMonth: 300,
  widgetSeconds: 2,
  mailsAMonth: 100,
  /**
   * Samples that Prometheus reads for one job and round at a scrape interval of 15 s, and for a
   * cold round: measured by `npm run bench`, with `stats` of the real queries.
   */
  warmSamplesAJob: 1_400,
  coldSamplesAJob: 180_000,
} as const;

/** The assumptions as one sentence each. */
export const assumptionTexts: readonly string[] = [
  `the judge runs once a minute (${assumptions.minutesAMonth} minutes a month) for ${assumptions.judgeSeconds} s, and so does the notifier for ${assumptions.notifierSeconds} s`,
  'every job exports every metric that its settings allow; a missing series costs only its alarm',
  `a run of the judge logs ${assumptions.judgeLogBytes} bytes and one of the notifier ${assumptions.notifierLogBytes}; ${assumptions.mailsAMonth} mails are sent a month`,
  `the dashboard is drawn ${assumptions.viewsAMonth} times a month, and a custom widget takes ${assumptions.widgetSeconds} s`,
  'the samples of Amazon Managed Prometheus are for a scrape interval of 15 s; its price is second hand',
  'not included: a NAT gateway, secrets',
];
