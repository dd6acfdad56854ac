/** The original's panels turn red at 360 min against 120 for yellow: three times. */
const staleFactor = 3;
/** And at 20 % against 5 %: four times. */
const failingFactor = 4;
/** And the table's P95 at 300 s against 60: the warning is a fifth of the limit. */
const slowShare = 5;
/** Seconds since the last success at which a job's panels change colour. */
export function stalenessBands(row) {
  return bands(row, 'BackgroundJobNotRunning', 'BackgroundJobCriticallyStale', staleFactor);
}
/** Percent of failed runs at which a job's panels change colour. */
export function failureBands(row) {
  return bands(row, 'BackgroundJobFailing', 'BackgroundJobCriticalFailureRate', failingFactor);
}
/** Seconds of the 95th percentile at which a job's cell changes colour. */
export function durationBands(row) {
  const critical = limitOf(row, 'BackgroundJobHighDuration');
  return { warning: critical / slowShare, critical };
}
export function judge(value, { warning, critical }) {
  if (value > critical) return 'critical';
  return value > warning ? 'warning' : 'good';
}
/** Of all jobs together: the steps that the original's document names, in failures a minute. */
export function judgeTotalFailures(perMinute) {
  return judge(perMinute, { warning: 0.1, critical: 1 });
}
/** A window without a success holds at least one run that is missing or went wrong. */
export function judgeSuccesses(perMinute) {
  return perMinute > 0 ? 'good' : 'worst';
}
/** Yellow from the first failure; red from the original's 0.1 a minute or above the job's limit. */
export function judgeFailures(perMinute, row) {
  if (perMinute === 0) return 'good';
  const rate = row.values.FailureRatePercent ?? 0;
  return perMinute >= 0.1 || rate > failureBands(row).critical ? 'critical' : 'warning';
}
const ranks = {
  none: 0,
  good: 0,
  warning: 1,
  critical: 2,
  worst: 2,
};
/** Greater is worse; a value that is not there stands with the good. */
export function rankOf(level) {
  return level === undefined ? 0 : ranks[level];
}
function bands(row, warn, alarm, factor) {
  const warning = limitOf(row, warn);
  return { warning, critical: Math.max(warning, Math.min(limitOf(row, alarm), factor * warning)) };
}
function limitOf(row, alert) {
  return row.limits[alert] ?? row.job.alerts[alert].limit;
}
