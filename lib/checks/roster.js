/** The settings that a job nobody listed is measured with. */
export function unlistedJob(fleet, name) {
  return { ...fleet.unlisted.settings, name };
}
/** Sorted names that the samples hold and the config does not list, without any cap. */
export function unlistedNames(fleet, ...answers) {
  const listed = new Set(fleet.jobs.map(job => job.name));
  const names = new Set();
  for (const samples of answers) {
    for (const { labels } of samples) {
      const name = labels[fleet.source.labels.job];
      if (name !== undefined && name !== '' && !listed.has(name)) names.add(name);
    }
  }
  return [...names].sort();
}
/** Every job to measure: the listed ones, and of the unlisted at most as many as the config allows. */
export function rosterOf(fleet, ...answers) {
  const unlisted = unlistedNames(fleet, ...answers).slice(0, fleet.unlisted.maximum);
  return [...fleet.jobs, ...unlisted.map(name => unlistedJob(fleet, name))];
}
/** Values by job name; of several samples for a job the last stands. */
export function valuesByJob(fleet, samples = []) {
  const label = fleet.source.labels.job;
  return new Map(samples.map(({ labels, value }) => [labels[label] ?? '', value]));
}
/** Samples by job name, in their order. */
export function samplesByJob(fleet, samples = []) {
  const label = fleet.source.labels.job;
  return Map.groupBy(samples, sample => sample.labels[label] ?? '');
}
