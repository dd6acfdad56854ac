/** What the five jobs have to be alarmed about, each once. */
export const wanted = [
  'failing CriticalFailureRate',
  'failing Failing',
  'failing NotRunning',
  'flaky Failing',
  'slow CriticalDuration',
  'slow HighDuration',
  'stopped NotRunning',
];
