/**
 * What each exporter writes about a job, according to its own source or documentation: series of
 * one successful and one failed run, and the resulting name of the job.
 */
export const expositions: Readonly<Record<string, { job: string; series: string }>> = {
  jobs: {
    job: 'clip_sync',
    series: `
job_execution_total{job_name="clip_sync",status="success"} 1
job_execution_total{job_name="clip_sync",status="failed"} 1
job_execution_duration_seconds_bucket{job_name="clip_sync",le="+Inf"} 2
job_execution_duration_seconds_sum{job_name="clip_sync"} 40
job_execution_duration_seconds_count{job_name="clip_sync"} 2
job_last_success_timestamp_seconds{job_name="clip_sync"} 1.79e9
job_items_processed_total{job_name="clip_sync",status="success"} 10
job_queue_size{job_name="clip_sync"} 3`,
  },
  'kubernetes-cronjobs': {
    job: 'ops/backup',
    series: `
kube_cronjob_info{namespace="ops",cronjob="backup",schedule="0 2 * * *",concurrency_policy="Forbid",timezone="Europe/Berlin"} 1
kube_cronjob_spec_suspend{namespace="ops",cronjob="backup"} 0
kube_cronjob_status_last_successful_time{namespace="ops",cronjob="backup"} 1.79e9
kube_job_owner{namespace="ops",job_name="backup-29",owner_kind="CronJob",owner_name="backup",owner_is_controller="true"} 1
kube_job_status_start_time{namespace="ops",job_name="backup-29"} 1.79e9
kube_job_status_completion_time{namespace="ops",job_name="backup-29"} 1.79e9
kube_job_status_active{namespace="ops",job_name="backup-29"} 0
kube_job_complete{namespace="ops",job_name="backup-29",condition="true"} 1
kube_job_failed{namespace="ops",job_name="backup-30",condition="true"} 1
kube_job_status_failed{namespace="ops",job_name="backup-30",reason="BackoffLimitExceeded"} 1`,
  },
  'kubernetes-jobs': {
    job: 'ops/nightly',
    series: `
kube_job_owner{namespace="ops",job_name="nightly-29",owner_kind="Workflow",owner_name="nightly",owner_is_controller="true"} 1
kube_job_status_start_time{namespace="ops",job_name="nightly-29"} 1.79e9
kube_job_status_completion_time{namespace="ops",job_name="nightly-29"} 1.79e9
kube_job_status_active{namespace="ops",job_name="nightly-29"} 0
kube_job_complete{namespace="ops",job_name="nightly-29",condition="true"} 1
kube_job_failed{namespace="ops",job_name="nightly-30",condition="true"} 1
kube_job_status_failed{namespace="ops",job_name="nightly-30",reason="BackoffLimitExceeded"} 1`,
  },
  pushgateway: {
    job: 'backup',
    series: `
job_last_success_unixtime{job="backup",instance=""} 1.79e9
my_batch_job_duration_seconds{job="backup",instance=""} 12
push_time_seconds{job="backup",instance=""} 1.79e9`,
  },
  'systemd-timers': {
    job: 'backup.timer',
    series: `
node_systemd_timer_last_trigger_seconds{name="backup.timer"} 1.79e9
node_systemd_unit_state{name="backup.service",state="activating",type="oneshot"} 1
node_systemd_unit_state{name="backup.service",state="active",type="oneshot"} 0
node_systemd_unit_state{name="backup.service",state="failed",type="oneshot"} 0`,
  },
  sidekiq: {
    job: 'default/Mailer',
    series: `
sidekiq_jobs_success_total{queue="default",worker="Mailer"} 1
sidekiq_jobs_failed_total{queue="default",worker="Mailer"} 1
sidekiq_job_runtime_seconds_bucket{queue="default",worker="Mailer",le="+Inf"} 2
sidekiq_job_runtime_seconds_sum{queue="default",worker="Mailer"} 40
sidekiq_job_runtime_seconds_count{queue="default",worker="Mailer"} 2`,
  },
  celery: {
    job: 'shop.tasks.mail',
    series: `
celery_task_succeeded_total{name="shop.tasks.mail",hostname="w1",queue_name="celery"} 1
celery_task_failed_total{name="shop.tasks.mail",hostname="w1",queue_name="celery",exception="ValueError"} 1
celery_task_runtime_bucket{name="shop.tasks.mail",hostname="w1",queue_name="celery",le="+Inf"} 1
celery_task_runtime_sum{name="shop.tasks.mail",hostname="w1",queue_name="celery"} 2
celery_task_runtime_count{name="shop.tasks.mail",hostname="w1",queue_name="celery"} 1`,
  },
  bullmq: {
    job: 'mail',
    series: `
bullmq_job_count{queue="mail",state="waiting"} 5
bullmq_job_count{queue="mail",state="completed"} 12
bullmq_job_count{queue="mail",state="failed"} 1
bullmq_job_completed_total{queue="mail"} 40
bullmq_job_failed_total{queue="mail"} 2`,
  },
  'spring-batch': {
    job: 'importOrders',
    series: `
spring_batch_job_seconds_count{error="none",spring_batch_job_name="importOrders",spring_batch_job_status="COMPLETED"} 1
spring_batch_job_seconds_sum{error="none",spring_batch_job_name="importOrders",spring_batch_job_status="COMPLETED"} 20
spring_batch_job_seconds_count{error="none",spring_batch_job_name="importOrders",spring_batch_job_status="FAILED"} 1`,
  },
  'spring-scheduled': {
    job: 'com.example.Cleanup/run',
    series: `
tasks_scheduled_execution_seconds_count{code_function="run",code_namespace="com.example.Cleanup",error="none",exception="none",outcome="SUCCESS"} 1
tasks_scheduled_execution_seconds_sum{code_function="run",code_namespace="com.example.Cleanup",error="none",exception="none",outcome="SUCCESS"} 20
tasks_scheduled_execution_seconds_count{code_function="run",code_namespace="com.example.Cleanup",error="X",exception="X",outcome="ERROR"} 1`,
  },
  supercronic: {
    job: '/bin/backup/0/0 2 * * *',
    series: `
supercronic_successful_executions{command="/bin/backup",position="0",schedule="0 2 * * *"} 1
supercronic_failed_executions{command="/bin/backup",position="0",schedule="0 2 * * *"} 1
supercronic_cron_execution_time_seconds_bucket{command="/bin/backup",position="0",schedule="0 2 * * *",le="+Inf"} 2
supercronic_cron_execution_time_seconds_sum{command="/bin/backup",position="0",schedule="0 2 * * *"} 40
supercronic_cron_execution_time_seconds_count{command="/bin/backup",position="0",schedule="0 2 * * *"} 2`,
  },
  velero: {
    job: 'daily',
    series: `
velero_backup_success_total{schedule="daily"} 1
velero_backup_partial_failure_total{schedule="daily"} 1
velero_backup_last_successful_timestamp{schedule="daily"} 1.79e9
velero_backup_duration_seconds_bucket{schedule="daily",le="+Inf"} 2
velero_backup_duration_seconds_sum{schedule="daily"} 40
velero_backup_duration_seconds_count{schedule="daily"} 2`,
  },
  airflow: {
    job: 'etl',
    series: `
airflow_dagrun_duration_sum{dag_id="etl"} 20
airflow_dagrun_duration_count{dag_id="etl"} 1
airflow_dagrun_failed_count{dag_id="etl"} 1`,
  },
  'argo-workflows': {
    job: 'argo/etl',
    series: `
argo_workflows_workflowtemplate_triggered_total{cluster_scope="false",name="etl",namespace="argo",phase="Succeeded"} 1
argo_workflows_workflowtemplate_triggered_total{cluster_scope="false",name="etl",namespace="argo",phase="Failed"} 1
argo_workflows_workflowtemplate_runtime_bucket{cluster_scope="false",name="etl",namespace="argo",le="+Inf"} 2
argo_workflows_workflowtemplate_runtime_sum{cluster_scope="false",name="etl",namespace="argo"} 40
argo_workflows_workflowtemplate_runtime_count{cluster_scope="false",name="etl",namespace="argo"} 2`,
  },
  river: {
    job: 'mail',
    series: `
river_work_count_total{kind="mail",queue="default",status="ok"} 1
river_work_count_total{kind="mail",queue="default",status="panic"} 1
river_work_duration_histogram_seconds_bucket{kind="mail",queue="default",status="ok",le="+Inf"} 1
river_work_duration_histogram_seconds_sum{kind="mail",queue="default",status="ok"} 2
river_work_duration_histogram_seconds_count{kind="mail",queue="default",status="ok"} 1`,
  },
  oban: {
    job: 'Shop.Mailer',
    series: `
shop_prom_ex_oban_job_processing_duration_milliseconds_bucket{name="Oban",queue="default",state="success",worker="Shop.Mailer",le="+Inf"} 1
shop_prom_ex_oban_job_processing_duration_milliseconds_sum{name="Oban",queue="default",state="success",worker="Shop.Mailer"} 20
shop_prom_ex_oban_job_processing_duration_milliseconds_count{name="Oban",queue="default",state="success",worker="Shop.Mailer"} 1
shop_prom_ex_oban_job_processing_duration_milliseconds_count{name="Oban",queue="default",state="snoozed",worker="Shop.Mailer"} 1
shop_prom_ex_oban_job_exception_duration_milliseconds_count{error="X",kind="error",name="Oban",queue="default",state="failure",worker="Shop.Mailer"} 1`,
  },
  jenkins: {
    job: 'shop/nightly',
    series: `
default_jenkins_builds_success_build_count_total{jenkins_job="shop/nightly",repo="NA",buildable="true"} 1
default_jenkins_builds_failed_build_count_total{jenkins_job="shop/nightly",repo="NA",buildable="true"} 1
default_jenkins_builds_unstable_build_count_total{jenkins_job="shop/nightly",repo="NA",buildable="true"} 1
default_jenkins_builds_last_build_duration_milliseconds{jenkins_job="shop/nightly",repo="NA",buildable="true"} 40000
default_jenkins_builds_duration_milliseconds_summary_count{jenkins_job="shop/nightly",repo="NA",buildable="true"} 2`,
  },
};
