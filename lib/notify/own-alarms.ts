/** The texts about Jobwatch itself, by alert name. */
export type OwnAlarm = Readonly<{
  /** A complete clause, such as `Prometheus does not answer`. */
  problem: string;
  /** The same for `... since 12:05 UTC`. */
  lasting: string;
  /** The same where only what is named is concerned. */
  partLasting?: string;
  recovery: string;
  /** What it means for the reader, in one sentence. */
  effect: string;
  /** The same if only the named part is concerned. */
  partEffect?: string;
  /** Whether job alarms that begin during it cannot be trusted. */
  hidesJobs: boolean;
}>;

const blind = 'Meanwhile, no job is watched, and job alarms keep their state.';

const ownAlarms: Readonly<Record<string, OwnAlarm>> = {
  SourceUnreachable: {
    problem: 'Prometheus does not answer',
    lasting: 'Prometheus has not answered',
    partLasting: 'Prometheus has not answered some queries',
    recovery: 'Prometheus answers again',
    effect: blind,
    partEffect: 'Everything else is still watched.',
    hidesJobs: true,
  },
  SourceStale: {
    problem: 'Prometheus answers with old samples',
    lasting: 'Prometheus has answered with old samples',
    recovery: 'Prometheus has new samples again',
    effect: blind,
    hidesJobs: true,
  },
  NotReporting: {
    problem: 'Jobwatch does not report',
    lasting: 'Jobwatch has not reported',
    recovery: 'Jobwatch reports again',
    effect: blind,
    hidesJobs: true,
  },
  UnlistedJobs: {
    problem: 'there are unlisted jobs',
    lasting: 'unlisted jobs have been seen',
    recovery: 'every job is listed',
    effect: 'They are watched with the default limits.',
    hidesJobs: false,
  },
  TooManyUnlistedJobs: {
    problem: 'there are more unlisted jobs than are watched',
    lasting: 'more unlisted jobs than are watched have been seen',
    recovery: 'all unlisted jobs are watched again',
    effect: 'Those beyond the maximum are not watched at all.',
    hidesJobs: false,
  },
  ChannelFailing: {
    problem: 'a notification channel cannot be reached',
    lasting: 'a notification channel could not be reached',
    recovery: 'the notification channel works again',
    effect: 'People who are notified through it get nothing.',
    hidesJobs: false,
  },
  DeliveryBroken: {
    problem: 'mails reach nobody',
    lasting: 'mails have reached nobody',
    recovery: 'mails reach their readers again',
    effect: 'This topic has no confirmed subscription. Its mails wait until there is one.',
    hidesJobs: false,
  },
};

/** An alert's name may be followed by a slash and what it concerns, as in `NotReporting/items`. */
export function findOwnAlarm(alert: string): OwnAlarm | undefined {
  const [kind = ''] = alert.split('/', 1);
  return Object.hasOwn(ownAlarms, kind) ? ownAlarms[kind] : undefined;
}

/** What an alert's name contains after its slash. */
export function findConcern(alert: string): string | undefined {
  const slash = alert.indexOf('/');
  return slash === -1 ? undefined : alert.slice(slash + 1);
}
