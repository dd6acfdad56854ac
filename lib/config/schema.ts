import { z } from 'zod';
import { parseWebUrl } from './address.ts';
import {
  defaultAlarms,
  defaultRunbookUrl,
  defaultService,
  defaultUnlistedMaximum,
} from './defaults.ts';
import { defaultsSchema, jobName, jobSchema } from './schema-job.ts';
import { notifySchema } from './schema-notify.ts';
import { prometheusSchema } from './schema-prometheus.ts';
import { crons, except, timezone } from './schema-schedule.ts';
import { secretReference } from './schema-secret.ts';
import { sourcesSchema } from './schema-source.ts';
import { dashboardSchema, tagsSchema, vpcSchema } from './schema-stack.ts';
import { about, duration, jobPatterns, map, numeric, text } from './values.ts';

const jobs = z
  .record(jobName, jobSchema, { error: 'a map of jobs such as { clip_sync: { interval: 15m } }' })
  .refine(value => Object.keys(value).length > 0, {
    error: 'at least one job such as { clip_sync: { interval: 15m } }',
  });

const maintenance = map(
  {
    jobs: jobPatterns.meta({
      title: 'patterns',
      description: 'Names of jobs; * matches any characters.',
    }),
    schedule: crons.meta({
      title: 'cron',
      description: 'When it begins: one or more crons of five fields.',
    }),
    timezone,
    except,
    duration: duration(
      { title: 'duration', from: 60, to: 7 * 86_400, step: 60 },
      'a duration in whole minutes such as 3h',
    ).meta({ description: 'Its length.' }),
    reason: text('text', /^[^\0]{1,200}$/su, 'a text of at most 200 characters').meta({
      description: 'The reason, which is shown to people.',
    }),
  },
  '{ jobs: ["ops/*"], schedule: "0 1 * * 0", duration: 3h, reason: "weekly restore test" }',
);

const runbook = text(
  'URL',
  /^https?:\/\/[^\s#\\]+$/i,
  'an http or https URL without a fragment',
).refine(value => parseWebUrl(value) !== undefined, {
  error: 'an http or https URL without credentials or fragment',
});

const unlisted = map(
  {
    maximum: numeric({ title: 'number', from: 0, to: 100 }, 'a whole number from 0 to 100')
      .int({ error: 'a whole number from 0 to 100' })
      .optional()
      .meta(
        about(
          'Maximum number of unlisted jobs that are measured; 0 for none.',
          defaultUnlistedMaximum,
        ),
      ),
  },
  '{ maximum: 20 }',
);

const budget = map(
  {
    monthlyUsd: numeric(
      { title: 'number', from: 1, to: 1e6 },
      'a number of US dollars such as 50',
    ).meta({ description: 'Maximum cost per month in US dollars. Above it, synth fails.' }),
  },
  '{ monthlyUsd: 50 }',
);

/** The schema of a configuration in YAML. It transforms durations to seconds. */
export const configSchema = map(
  {
    service: text(
      'text',
      /^[A-Za-z][A-Za-z0-9-]{0,39}$/,
      'a name of at most 40 letters, digits and hyphens that begins with a letter, such as clipper',
    )
      .optional()
      .meta(
        about('Name of the service, for the stack, topics, dashboard and alarms.', defaultService),
      ),
    prometheus: prometheusSchema.meta({ description: "Prometheus's address and how to query it." }),
    sources: sourcesSchema.optional().meta({
      minProperties: 1,
      ...about("How to read the jobs' metrics.", '{ application: { preset: jobs } }'),
    }),
    defaults: defaultsSchema.optional().meta({
      description:
        'Default settings of all jobs: any key of a job except interval, schedule, source and name.',
    }),
    jobs: jobs.meta({
      minProperties: 1,
      description: 'The jobs to watch, by their names in the source.',
    }),
    unlisted: unlisted
      .optional()
      .meta({ description: 'Jobs that Prometheus knows and the configuration does not list.' }),
    maintenance: z.array(maintenance, { error: 'a list of maintenance windows' }).optional().meta({
      description: 'Times at which alarms of some jobs notify nobody. The jobs are still measured.',
    }),
    notify: notifySchema.optional().meta({ description: 'Who is notified.' }),
    deadMansSwitch: secretReference.optional().meta({
      description:
        'Secret with the URL of an external heartbeat service, which is called every minute while Jobwatch works.',
    }),
    alarms: z
      .enum(['alert', 'job'], { error: 'alert or job' })
      .optional()
      .meta({
        title: 'alert or job',
        ...about(
          'Which alarms there are: one per alert and job, with all metrics (alert), or two per job, with one verdict metric (job), which costs less.',
          defaultAlarms,
        ),
      }),
    runbook: runbook
      .optional()
      .meta(about('Base URL of the runbook. Each alarm adds its #section.', defaultRunbookUrl)),
    vpc: vpcSchema.optional().meta({ description: "The Lambdas' network. Default: none." }),
    dashboard: dashboardSchema.optional().meta({ description: 'The dashboard.' }),
    tags: tagsSchema.optional().meta({ description: 'Tags of every AWS resource.' }),
    budget: budget.optional().meta({ description: 'Cost limit. Default: none.' }),
  },
  '{ prometheus: …, jobs: … }',
);

/** The content of a configuration file as an object. */
export type ConfigObject = z.input<typeof configSchema>;

/** A parsed configuration. */
export type ConfigInput = z.output<typeof configSchema>;
