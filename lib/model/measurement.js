/** Every metric a check derives for a job or for the service. */
export const metricNames = [
  'SecondsSinceSuccess',
  'FailureRatePercent',
  'CriticalFailureRatePercent',
  'RunsPerMinute',
  'SuccessesPerMinute',
  'FailuresPerMinute',
  'DurationP95Seconds',
  'DurationP50Seconds',
  'QueueSize',
  'QueueGrowthRatio',
  'ItemFailureRatePercent',
  'ItemsSucceededPerMinute',
  'ItemsFailedPerMinute',
  'ItemsSkippedPerMinute',
  'SuccessRatePercent',
  'UnlistedJobs',
];
