/** The alarms that the five jobs must raise, each once. */
export const wanted = [
  'failing CriticalFailureRate',
  'failing Failing',
  'failing NotRunning',
  'flaky Failing',
  'slow CriticalDuration',
  'slow HighDuration',
  'stopped NotRunning',
];
