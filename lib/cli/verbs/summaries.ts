/** One line of help per verb. They are here so that the help loads no verb. */
export const summaries = {
  init: 'examine a Prometheus and write a configuration of the jobs found',
  check: 'judge each job at this minute',
  backtest: 'show which alarms a time range would have raised',
  preview: 'serve the dashboard as a page on this machine, without an AWS account',
  demo: 'run a day of six example jobs on a real Prometheus, without an AWS account',
  explain: 'explain why the alerts of a job are on or off',
  doctor: 'find what cannot work in this configuration, and why',
  cost: 'calculate what this configuration costs on AWS per month',
  mail: 'print the messages that people get, with example values, without an AWS account',
  mute: 'stop notifications for some jobs for a while; they are still measured',
  unmute: 'end a mute',
  status: 'list the alarms of the deployed service that are on, and the mutes',
} as const;

export type VerbName = keyof typeof summaries;
