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
import { tagsSchema, vpcSchema } from './schema-stack.ts';
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
      description: 'Names of jobs; * stands for any characters.',
    }),
    schedule: crons.meta({
      title: 'cron',
      description: 'When it begins: a cron of five fields, or several.',
    }),
    timezone,
    except,
    duration: duration(
      { title: 'duration', from: 60, to: 7 * 86_400, step: 60 },
      'a duration in whole minutes such as 3h',
    ).meta({ description: 'How long it takes.' }),
    reason: text('text', /^[^\0]{1,200}$/su, 'a text of at most 200 characters').meta({
      description: 'Why, for people who look.',
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
      .meta(about('How many of them are measured; 0 for none.', defaultUnlistedMaximum)),
  },
  '{ maximum: 20 }',
);

const budget = map(
  {
    monthlyUsd: numeric(
      { title: 'number', from: 1, to: 1e6 },
      'a number of US dollars such as 50',
    ).meta({ description: 'Most that a month may cost, in US dollars; above it synth fails.' }),
  },
  '{ monthlyUsd: 50 }',
);

/** The configuration as YAML has it. Its transforms leave durations in seconds. */
export const configSchema = map(
  {
    service: text(
      'text',
      /^[A-Za-z][A-Za-z0-9-]{0,39}$/,
      'a name of at most 40 letters, digits and hyphens that begins with a letter, such as clipper',
    )
      .optional()
      .meta(about('Names the stack, the topics, the dashboard and the alarms.', defaultService)),
    prometheus: prometheusSchema.meta({ description: 'Where Prometheus is and how it is asked.' }),
    sources: sourcesSchema.optional().meta({
      minProperties: 1,
      ...about('How the metrics of jobs are read.', '{ application: { preset: jobs } }'),
    }),
    defaults: defaultsSchema.optional().meta({
      description:
        'Any key of a job but interval, schedule, source and name, for all jobs; a job\u2019s own setting goes before.',
    }),
    jobs: jobs.meta({
      minProperties: 1,
      description: 'The jobs that are watched, by the names that their source has for them.',
    }),
    unlisted: unlisted
      .optional()
      .meta({ description: 'Jobs that Prometheus knows and this file does not.' }),
    maintenance: z
      .array(maintenance, { error: 'a list of maintenance windows' })
      .optional()
      .meta({ description: 'Times at which nobody is told of some jobs; measuring goes on.' }),
    notify: notifySchema.optional().meta({ description: 'Who is told.' }),
    deadMansSwitch: secretReference.optional().meta({
      description:
        'URL of an outside heartbeat service, asked every minute while Jobwatch is well.',
    }),
    alarms: z
      .enum(['alert', 'job'], { error: 'alert or job' })
      .optional()
      .meta({
        title: 'alert or job',
        ...about(
          'What alarms there are: one for each alert and job, beside all metrics (alert), or two for each job, beside one verdict metric (job), which costs less.',
          defaultAlarms,
        ),
      }),
    runbook: runbook
      .optional()
      .meta(about('Base URL of the runbook; each alarm adds #section.', defaultRunbookUrl)),
    vpc: vpcSchema.optional().meta({ description: 'Network of the Lambdas; without it, none.' }),
    tags: tagsSchema.optional().meta({ description: 'Tags of every AWS resource.' }),
    budget: budget.optional().meta({ description: 'What it may cost; without it, anything.' }),
  },
  '{ prometheus: …, jobs: … }',
);

/** The content of a configuration file as an object. */
export type ConfigObject = z.input<typeof configSchema>;

/** A whole configuration as it came out of `configSchema`. */
export type ConfigInput = z.output<typeof configSchema>;
