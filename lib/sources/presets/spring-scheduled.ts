import { metric, noParts, type Preset } from '../preset.ts';

/** The outcome is unknown if the method was cancelled before its end. */
export const springScheduled: Preset = {
  name: 'spring-scheduled',
  title: 'Spring @Scheduled, by Micrometer',
  reads:
    'Runs of @Scheduled methods by outcome, and their times. A job is named `code_namespace/code_function`.',
  versions: 'Spring Framework 6.1 and later',
  url: 'https://docs.spring.io/spring-framework/reference/integration/observability.html',
  parts: {
    ...noParts,
    jobLabels: ['code_namespace', 'code_function'],
    runs: {
      kind: 'status',
      counter: metric('tasks_scheduled_execution_seconds_count'),
      label: 'outcome',
      success: ['SUCCESS'],
      failed: ['ERROR'],
      skipped: ['UNKNOWN'],
      ignored: [],
    },
    duration: {
      kind: 'sum-count',
      sum: metric('tasks_scheduled_execution_seconds_sum'),
      count: metric('tasks_scheduled_execution_seconds_count'),
      unitSeconds: 1,
    },
  },
};
