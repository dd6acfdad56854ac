/** Which of the check's alerts apply to a job: none of the windowed ones where it has no window. */
export function alarmsOf(check, job) {
  return check.alerts.filter(alert => applies(alert.name, job)).map(alert => specOf(alert, job));
}
function specOf(alert, job) {
  const { limit, holdMinutes } = job.alerts[alert.name];
  return {
    alert: alert.name,
    job: job.name,
    severity: alert.severity,
    metric: alert.metric(job),
    comparison: 'GreaterThanThreshold',
    threshold: limit,
    periodSeconds: 60,
    evaluationPeriods: holdMinutes,
    datapointsToAlarm: holdMinutes,
    treatMissingData: 'ignore',
  };
}
function applies(alert, job) {
  switch (alert) {
    case 'BackgroundJobFailing':
      return job.windowSeconds.failures !== undefined;
    case 'BackgroundJobCriticalFailureRate':
      return job.windowSeconds.criticalFailures !== undefined;
    case 'BackgroundJobHighDuration':
    case 'BackgroundJobCriticalDuration':
      return job.windowSeconds.duration !== undefined;
    case 'BackgroundJobQueueGrowing':
    case 'BackgroundJobCriticalQueueSize':
      return job.hasQueue;
    case 'BackgroundJobHighItemFailureRate':
      return job.hasItems && job.windowSeconds.items !== undefined;
    default:
      return true;
  }
}
