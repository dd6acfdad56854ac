/** The nine alerts, by the names of the original rules; the order is the one people see. */
export const alertNames = [
  'BackgroundJobFailing',
  'BackgroundJobCriticalFailureRate',
  'BackgroundJobNotRunning',
  'BackgroundJobCriticallyStale',
  'BackgroundJobHighDuration',
  'BackgroundJobCriticalDuration',
  'BackgroundJobQueueGrowing',
  'BackgroundJobCriticalQueueSize',
  'BackgroundJobHighItemFailureRate',
];
/** The judgements that look back over a window of runs or items. */
export const windowNames = ['failures', 'criticalFailures', 'duration', 'items'];
