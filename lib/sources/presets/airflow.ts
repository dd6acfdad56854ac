import { metric, noParts, type Preset } from '../preset.ts';

/**
 * Two timers, one for successful and one for failed runs; run times are those of successful runs.
 * Their quantiles forget after ten minutes, so sum and count are read.
 */
export const airflow: Preset = {
  name: 'airflow',
  title: 'Airflow, by the StatsD mapping of its Helm chart',
  reads: 'Successful and failed runs of DAGs, and their times. A job is named after its DAG.',
  versions: 'Airflow 2 and 3 with the official Helm chart',
  url: 'https://github.com/apache/airflow/blob/main/chart/files/statsd-mappings.yml',
  parts: {
    ...noParts,
    jobLabels: ['dag_id'],
    runs: {
      kind: 'separate',
      success: metric('airflow_dagrun_duration_count'),
      failed: metric('airflow_dagrun_failed_count'),
    },
    duration: {
      kind: 'sum-count',
      sum: metric('airflow_dagrun_duration_sum'),
      count: metric('airflow_dagrun_duration_count'),
      unitSeconds: 1,
    },
  },
};
