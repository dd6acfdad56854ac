/** What each verb does, in a line of the help. They stand here so that the help loads no verb. */
export const summaries = {
  init: 'looks at a Prometheus and writes a configuration of the jobs that it finds',
  check: 'what Jobwatch says of each job at this minute',
  backtest: 'which alarms a span of time would have raised',
  preview: 'the dashboard as a page on this machine, without an AWS account',
  demo: 'a day of six example jobs on a real Prometheus, without an AWS account',
  explain: 'why the alerts of a job are on or off',
  doctor: 'what in this configuration cannot work, and why',
  cost: 'what this configuration costs on AWS a month',
  mail: 'the mail that an alarm sends, as CloudWatch frames it, with example values',
  mute: 'tells nobody of some jobs for a while; measuring goes on',
  unmute: 'ends a mute',
  status: 'which alarms of the deployed service are on, since when, and what is muted',
} as const;

export type VerbName = keyof typeof summaries;
