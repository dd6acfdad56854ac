import { type Exposition, type Labels, listEnds, pick, type Run } from './exposition.ts';
import { lone, owned } from './write-kubernetes.ts';
import { exporterTarget as target, type Writer } from './writer.ts';

const bounds = [10, 60, 300, 600, 1800, 3600];
const last = (runs: readonly Run[], time: number) => runs.findLast(({ end }) => end <= time);

const pushgateway: Writer = {
  name: kind => `pushed-${kind}`,
  write: ({ gauge, stamp }, kind, runs) => {
    const own = { job: `pushed-${kind}`, instance: '' };
    stamp('push_time_seconds', own, listEnds(runs));
    stamp('my_batch_job_last_success_seconds', own, listEnds(runs, 'success'));
    gauge('my_batch_job_duration_seconds', own, time => {
      const run = last(runs, time);
      return run && run.end - run.start;
    });
  },
};

const systemd: Writer = {
  name: kind => `${kind}.timer`,
  write: ({ gauge, stamp }, kind, runs) => {
    const timer = { ...target, name: `${kind}.timer` };
    stamp(
      'node_systemd_timer_last_trigger_seconds',
      timer,
      runs.map(({ start }) => start),
    );
    const findState = (time: number) => {
      if (runs.some(({ start, end }) => start <= time && time < end)) return 'activating';
      return last(runs, time)?.outcome === 'failed' ? 'failed' : 'inactive';
    };
    for (const state of ['activating', 'active', 'failed', 'inactive']) {
      const service = { ...target, name: `${kind}.service`, state, type: 'oneshot' };
      gauge('node_systemd_unit_state', service, time => (findState(time) === state ? 1 : 0));
    }
  },
};

/** Counters without zero, a part of the name for each outcome. */
function writeCounters(
  exposition: Exposition,
  labels: Labels,
  { names, runs }: Readonly<{ names: Readonly<Record<string, string>>; runs: readonly Run[] }>,
): void {
  for (const [outcome, name] of Object.entries(names)) {
    exposition.counter(name, labels, listEnds(runs, outcome === 'all' ? undefined : outcome));
  }
}

const sidekiq: Writer = {
  name: kind => `default/${kind}`,
  write: (exposition, kind, runs) => {
    const own = { ...target, queue: 'default', worker: kind };
    const names = { success: 'sidekiq_jobs_success_total', failed: 'sidekiq_jobs_failed_total' };
    writeCounters(exposition, own, { names, runs });
    exposition.timer('sidekiq_job_runtime_seconds', own, runs, { bounds });
  },
};

const celery: Writer = {
  name: kind => `tasks.${kind}`,
  write: (exposition, kind, runs) => {
    const own = { ...target, name: `tasks.${kind}`, hostname: 'celery@a', queue_name: 'celery' };
    const names = { success: 'celery_task_succeeded_total', failed: 'celery_task_failed_total' };
    writeCounters(exposition, own, { names, runs });
    exposition.timer('celery_task_runtime', own, pick(runs, 'success'), { bounds: [1, 5, 10] });
  },
};

const bullmq: Writer = {
  name: kind => `queue-${kind}`,
  write: ({ gauge, counter }, kind, runs) => {
    const own = { ...target, queue: `queue-${kind}` };
    for (const [state, outcome] of [
      ['completed', 'success'],
      ['failed', 'failed'],
    ] as const) {
      const ends = listEnds(runs, outcome);
      counter(`bullmq_job_${state}_total`, own, ends, 'zero');
      // the newest five are kept
      gauge('bullmq_job_count', { ...own, state }, time =>
        Math.min(5, ends.filter(end => end <= time).length),
      );
    }
    gauge('bullmq_job_count', { ...own, state: 'waiting' }, () => 0);
  },
};

/** A timer with a status label. */
function createTimer(
  name: (kind: string) => string,
  timer: string,
  { labels, words }: Readonly<{ labels: (kind: string) => Labels; words: Labels }>,
): Writer {
  return {
    name,
    write: (exposition, kind, runs) => {
      for (const [outcome, word] of Object.entries(words)) {
        const own = { ...target, ...labels(kind) };
        const marked = Object.fromEntries(
          Object.entries(own).map(([label, value]) => [label, value === '?' ? word : value]),
        );
        exposition.timer(timer, marked, pick(runs, outcome));
      }
    },
  };
}

const springBatch = createTimer(kind => kind, 'spring_batch_job_seconds', {
  labels: kind => ({ spring_batch_job_name: kind, spring_batch_job_status: '?', error: 'none' }),
  words: { success: 'COMPLETED', failed: 'FAILED' },
});

const springScheduled = createTimer(
  kind => `com.acme.Jobs/${kind}`,
  'tasks_scheduled_execution_seconds',
  {
    labels: kind => ({ code_namespace: 'com.acme.Jobs', code_function: kind, outcome: '?' }),
    words: { success: 'SUCCESS', failed: 'ERROR' },
  },
);

const supercronic: Writer = {
  name: kind => `/bin/run /etc/${kind}/3/*/15 * * * *`,
  write: (exposition, kind, runs) => {
    const own = { ...target, command: `/bin/run /etc/${kind}`, position: '3' };
    const labels = { ...own, schedule: '*/15 * * * *' };
    const names = {
      success: 'supercronic_successful_executions',
      failed: 'supercronic_failed_executions',
    };
    writeCounters(exposition, labels, { names, runs });
    exposition.timer('supercronic_cron_execution_time_seconds', labels, runs, { bounds });
  },
};

const velero: Writer = {
  name: kind => kind,
  write: ({ counter, stamp, timer }, kind, runs) => {
    const own = { ...target, schedule: kind };
    counter('velero_backup_success_total', own, listEnds(runs, 'success'), 'zero');
    counter('velero_backup_partial_failure_total', own, listEnds(runs, 'failed'), 'zero');
    stamp('velero_backup_last_successful_timestamp', own, listEnds(runs, 'success'));
    timer('velero_backup_duration_seconds', own, runs, { bounds: [60, 600, 900, 1800, 14400] });
  },
};

const airflow: Writer = {
  name: kind => `dag_${kind}`,
  write: ({ timer }, kind, runs) => {
    const own = { ...target, dag_id: `dag_${kind}` };
    timer('airflow_dagrun_duration', own, pick(runs, 'success'));
    timer('airflow_dagrun_failed', own, pick(runs, 'failed'));
  },
};

const argo: Writer = {
  name: kind => `prod/${kind}`,
  write: ({ counter, timer }, kind, runs) => {
    const own = { ...target, namespace: 'prod', name: kind };
    const starts = runs.map(({ start }) => start);
    const name = 'argo_workflows_workflowtemplate_triggered_total';
    for (const phase of ['New', 'Running']) counter(name, { ...own, phase }, starts);
    counter(name, { ...own, phase: 'Succeeded' }, listEnds(runs, 'success'));
    counter(name, { ...own, phase: 'Failed' }, listEnds(runs, 'failed'));
    timer('argo_workflows_workflowtemplate_runtime', own, runs, { bounds });
  },
};

const river: Writer = {
  name: kind => kind,
  write: ({ counter, timer }, kind, runs) => {
    const own = { ...target, kind, queue: 'default' };
    for (const [outcome, status] of [
      ['success', 'ok'],
      ['failed', 'error'],
    ] as const) {
      counter('river_work_count_total', { ...own, status }, listEnds(runs, outcome));
      const shape = { bounds: [10, 100, 1000] };
      timer(
        'river_work_duration_histogram_seconds',
        { ...own, status },
        pick(runs, outcome),
        shape,
      );
    }
  },
};

const oban: Writer = {
  name: kind => `Workers.${kind}`,
  write: ({ timer }, kind, runs) => {
    const own = { ...target, worker: `Workers.${kind}` };
    const shape = { bounds: [100, 1000, 20000], scale: 1000 };
    const good = { ...own, state: 'success' };
    const prefix = 'app_prom_ex_oban_job';
    timer(`${prefix}_processing_duration_milliseconds`, good, pick(runs, 'success'), shape);
    timer(`${prefix}_exception_duration_milliseconds`, own, pick(runs, 'failed'), shape);
  },
};

const jenkins: Writer = {
  name: kind => `folder/${kind}`,
  write: ({ counter, gauge }, kind, runs) => {
    const own = { ...target, jenkins_job: `folder/${kind}` };
    const prefix = 'default_jenkins_builds';
    counter(`${prefix}_success_build_count_total`, own, listEnds(runs, 'success'), 'zero');
    counter(`${prefix}_failed_build_count_total`, own, listEnds(runs, 'failed'), 'zero');
    // the two newest builds are kept
    gauge(`${prefix}_duration_milliseconds_summary_count`, own, () => 2);
    gauge(`${prefix}_last_build_duration_milliseconds`, own, time => {
      if (runs.some(({ start, end }) => start <= time && time < end)) return 0;
      const run = last(runs, time);
      return run && (run.end - run.start) * 1000;
    });
  },
};

/** What each preset's exporter writes; for Kubernetes Jobs with and without an owner. */
export const writers: readonly (readonly [preset: string, Writer])[] = [
  ['kubernetes-jobs', owned],
  ['kubernetes-jobs', lone],
  ['pushgateway', pushgateway],
  ['systemd-timers', systemd],
  ['sidekiq', sidekiq],
  ['celery', celery],
  ['bullmq', bullmq],
  ['spring-batch', springBatch],
  ['spring-scheduled', springScheduled],
  ['supercronic', supercronic],
  ['velero', velero],
  ['airflow', airflow],
  ['argo-workflows', argo],
  ['river', river],
  ['oban', oban],
  ['jenkins', jenkins],
];
