/** What a bill cannot know of a deployment, as cautious round figures; all of them are shown. */
export const assumptions = {
  /** 730 hours, as AWS counts a month. */
  minutesAMonth: 43_800,
  /** A round with its queries and its publishing, start included; a near Prometheus needs less. */
  secondsARun: 1,
  /** The round's own line and Lambda's lines for its start and end. */
  logBytesARun: 2_000,
  /** Two weeks, as the stack sets it, in months. */
  logRetentionMonths: 0.46,
  /** Lambda replaces an idle or old process about so often; the new one asks what is published. */
  coldStartsADay: 12,
  mailsAMonth: 100,
} as const;

/** The same for a person, a sentence each. */
export const assumptionTexts: readonly string[] = [
  `the judge runs once a minute (${assumptions.minutesAMonth} minutes a month) for ${assumptions.secondsARun} s`,
  'every job exports all that its settings let it have; a series that is not there costs nothing but its alarm',
  `a run logs ${assumptions.logBytesARun} bytes, and ${assumptions.mailsAMonth} mails are sent a month`,
  'not counted: views of the dashboard (a Lambda run for each custom widget), a NAT gateway, Amazon Managed Prometheus, secrets',
];
