import { metric, noParts, type Preset } from '../preset.ts';

/**
 * The start of the last build is no success, so successes are counted. An unstable build has
 * run, and its tests failed: neither good nor bad. The prefix `default` can be changed.
 */
export const jenkins: Preset = {
  name: 'jenkins',
  title: 'Jenkins, by its Prometheus plugin',
  reads:
    'Successful, failed and unstable builds, and their times. A job has its name in Jenkins, folders included.',
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
    },
    duration: {
      kind: 'sum-count',
      sum: metric('~.+_jenkins_builds_duration_milliseconds_summary_sum'),
      count: metric('~.+_jenkins_builds_duration_milliseconds_summary_count'),
      unitSeconds: 0.001,
    },
  },
};
