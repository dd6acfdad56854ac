import { metric, noParts, type Preset, timeMetric } from '../preset.ts';

/**
 * The start of the last build is not a success, so successes are counted. An unstable build has
 * run, but its tests failed: neither good nor bad. The prefix `default` can be changed. The summary
 * of the durations only covers kept builds, so the duration of the last build is read; it is 0
 * while a build runs. Old versions, without `_total`, also count only kept builds.
 */
export const jenkins: Preset = {
  name: 'jenkins',
  title: 'Jenkins, by its Prometheus plugin',
  reads:
    'Successful, failed and unstable builds, and their times. A job has its name in Jenkins, including its folders.',
  versions: 'Prometheus plugin 2.x and the last of 1.x',
  url: 'https://github.com/jenkinsci/prometheus-plugin/blob/master/docs/metrics/index.md',
  parts: {
    ...noParts,
    jobLabels: ['jenkins_job'],
    runs: {
      kind: 'separate',
      success: metric('~.+_jenkins_builds_success_build_count(_total)?'),
      failed: metric('~.+_jenkins_builds_failed_build_count(_total)?'),
      skipped: metric('~.+_jenkins_builds_unstable_build_count(_total)?'),
      kept: { advice: 'Update the Prometheus plugin: its newer versions count all builds.' },
    },
    duration: {
      kind: 'gauge',
      ...timeMetric('~.+_jenkins_builds_last_build_duration_milliseconds', 0.001),
    },
  },
};
