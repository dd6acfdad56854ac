import type { AlertGuide, Wording } from '../../lib/notify/words/facts.ts';

/** The alerts' definitions, as far as a message needs them. */
export const guides: Readonly<Record<string, AlertGuide>> = {
  BackgroundJobFailing: guide(
    'failures',
    'job-failures',
    "Read the error of the last failed run in the application's log.",
  ),
  BackgroundJobCriticalFailureRate: guide(
    'failures',
    'critical-failure-rate',
    'See whether it began with a deploy, and roll that back.',
  ),
  BackgroundJobNotRunning: guide(
    'staleness',
    'job-not-running',
    'See whether its scheduler runs and whether a run hangs.',
  ),
  BackgroundJobCriticallyStale: guide(
    'staleness',
    'job-critically-stale',
    'See whether its scheduler runs and whether a run hangs.',
  ),
  BackgroundJobHighDuration: guide(
    'duration',
    'high-duration',
    'See whether it handles more than before.',
  ),
  BackgroundJobQueueGrowing: guide(
    'queue-growth',
    'queue-growing',
    'See whether its runs still succeed.',
  ),
  BackgroundJobCriticalQueueSize: guide(
    'queue-size',
    'critical-queue-size',
    'See whether its runs still succeed.',
  ),
  BackgroundJobHighItemFailureRate: guide(
    'items',
    'high-item-failure-rate',
    'Read the errors of the items in its log.',
  ),
  UnlistedBackgroundJobFailing: guide(
    'failures',
    'job-failures',
    "Read the error of the last failed run in the application's log.",
  ),
  UnlistedBackgroundJobNotRunning: guide(
    'staleness',
    'job-not-running',
    'See whether its scheduler runs and whether a run hangs.',
  ),
  DeliveryBroken: guide(undefined, 'delivery-broken', 'Ask its readers to confirm.'),
  SourceUnreachable: guide(
    undefined,
    'source-unreachable',
    'See whether Prometheus is up and can be reached.',
  ),
  NotReporting: guide(undefined, 'check-not-reporting', "Read the errors in the function's log."),
  UnlistedJobs: guide(
    undefined,
    'unlisted-jobs',
    'List each under "jobs:" in the configuration, and deploy.',
  ),
  ChannelFailing: guide(
    undefined,
    'channel-failing',
    'See whether its address and its secret are still valid.',
  ),
};

function guide(kind: AlertGuide['kind'], section: string, firstLook: string): AlertGuide {
  return { kind, section, firstLook };
}

export const wording: Wording = {
  service: 'clipper',
  totalJobs: 6,
  guides,
  facts: new Map(),
  prometheusAnswered: true,
  links: {
    runbookUrl: 'https://example.com/runbook.md',
    dashboardUrl:
      'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards/dashboard/jobwatch-clipper',
    prometheusUrl: 'https://prometheus.example.com',
  },
};
