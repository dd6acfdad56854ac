/** What a bill cannot know about a deployment: conservative round figures. `cost` shows all of them. */
export const assumptions = {
  /** AWS counts 730 hours per month. */
  minutesAMonth: 43_800,
  /** A round with its start, queries and publishing. It is faster if Prometheus is near. */
  secondsARun: 1,
  /** The round's log line, and Lambda's lines for start and end. */
  logBytesARun: 2_000,
  /** Two weeks, which the stack sets, in months. */
  logRetentionMonths: 0.46,
  /** Lambda replaces a process about this often. The new one asks which minutes are published. */
  coldStartsADay: 12,
  mailsAMonth: 100,
} as const;

/** The assumptions as one sentence each. */
export const assumptionTexts: readonly string[] = [
  `the judge runs once a minute (${assumptions.minutesAMonth} minutes a month) for ${assumptions.secondsARun} s`,
  'every job exports every metric that its settings allow; a missing series costs only its alarm',
  `a run logs ${assumptions.logBytesARun} bytes, and ${assumptions.mailsAMonth} mails are sent a month`,
  'not included: views of the dashboard (one Lambda run per custom widget), a NAT gateway, Amazon Managed Prometheus, secrets',
];
