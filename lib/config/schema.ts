import { z } from 'zod';
import { parseWebUrl } from './address.ts';
import { defaultRunbookUrl, defaultService, defaultUnlistedMaximum } from './defaults.ts';
import { jobSchema } from './schema-job.ts';
import { prometheusSchema } from './schema-prometheus.ts';
import { about, map, numeric, text } from './values.ts';

const longestJobNameBytes = 1024;

const jobName = z
  .string()
  .refine(
    name =>
      name !== '' &&
      name.isWellFormed() &&
      new TextEncoder().encode(name).length <= longestJobNameBytes,
    {
      error: `a job name of 1 to ${longestJobNameBytes} bytes, as the application exports it`,
    },
  );

const jobs = z
  .record(jobName, jobSchema, { error: 'a map of jobs such as { clip_sync: { interval: 15m } }' })
  .refine(value => Object.keys(value).length > 0, {
    error: 'at least one job such as { clip_sync: { interval: 15m } }',
  });

const address = text(
  'mail address',
  /^[^\s@<>,;:"()]+@[^\s@<>,;:"()]+\.[^\s@<>,;:"().]+$/,
  'a mail address such as team@example.com',
);

const addresses = z.array(address, { error: 'a list of mail addresses' }).superRefine(
  (list: unknown, context) => {
    if (!Array.isArray(list)) return;
    list.forEach((entry, index) => {
      if (list.indexOf(entry) === index) return;
      context.addIssue({ code: 'custom', path: [index], message: 'each mail address once' });
    });
  },
  // Runs even if an address is wrong, so that all problems are told at once.
  { when: () => true },
);

const topic = map(
  {
    // A first-in-first-out topic cannot take an alarm's message.
    topicArn: text(
      'ARN',
      /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
      'the ARN of a standard SNS topic such as arn:aws:sns:eu-west-1:123456789012:oncall',
    ).meta({ description: 'SNS topic that exists already.' }),
  },
  '{ topicArn: "arn:aws:sns:…" }',
);

const destination = (severity: string) =>
  z
    .union([addresses, topic], {
      error: 'a list of mail addresses, or a map such as { topicArn: "arn:aws:sns:…" }',
    })
    .optional()
    .meta(
      about(`Who is told of ${severity} alarms: mail addresses, or a topic that exists.`, 'nobody'),
    );

const runbook = text(
  'URL',
  /^https?:\/\/[^\s#\\]+$/i,
  'an http or https URL without a fragment',
).refine(value => parseWebUrl(value) !== undefined, {
  error: 'an http or https URL without credentials or fragment',
});

const resourceIds = (prefix: string, what: string) =>
  z
    .array(
      text(
        'id',
        new RegExp(`^${prefix}-[0-9a-f]{8,17}$`),
        `an id such as ${prefix}-0123456789abcdef0`,
      ),
      {
        error: `a list of ids such as [${prefix}-0123456789abcdef0]`,
      },
    )
    .min(1, { error: 'at least one id' })
    .meta({ description: what });

const vpc = map(
  {
    subnetIds: resourceIds(
      'subnet',
      'Subnets of the Lambdas, with a route to Prometheus and to AWS.',
    ),
    securityGroupIds: resourceIds('sg', 'Security groups of the Lambdas.'),
  },
  '{ subnetIds: [subnet-…], securityGroupIds: [sg-…] }',
);

// Tested outside the JSON Schema: not every editor's regular expressions know Unicode's classes.
const tagText = (pattern: RegExp, expected: string) =>
  z.string({ error: expected }).refine(value => pattern.test(value), { error: expected });

const tags = z.record(
  tagText(/^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u, 'a tag name that AWS accepts'),
  tagText(
    /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u,
    'a tag value that AWS accepts, in quotes if it is a number',
  ),
  { error: 'a map of tags such as { team: video }' },
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
    prometheus: prometheusSchema.meta({
      description: 'Where Prometheus is and what its series are called.',
    }),
    jobs: jobs.meta({
      minProperties: 1,
      description: 'The jobs that are watched, by the names that Prometheus has for them.',
    }),
    unlisted: map(
      {
        maximum: numeric({ title: 'number', from: 0, to: 100 }, 'a whole number from 0 to 100')
          .int({ error: 'a whole number from 0 to 100' })
          .optional()
          .meta(about('How many of them are measured; 0 for none.', defaultUnlistedMaximum)),
      },
      '{ maximum: 20 }',
    )
      .optional()
      .meta({ description: 'Jobs that Prometheus knows and this file does not.' }),
    notify: map(
      { warning: destination('warning'), critical: destination('critical') },
      '{ warning: [team@example.com], critical: [oncall@example.com] }',
    )
      .optional()
      .meta({ description: 'Who is told.' }),
    runbook: runbook
      .optional()
      .meta(about('Base URL of the runbook; each alarm adds #section.', defaultRunbookUrl)),
    vpc: vpc.optional().meta({ description: 'Network of the Lambdas; without it, none.' }),
    tags: tags.optional().meta({ description: 'Tags of every AWS resource.' }),
    budget: map(
      {
        monthlyUsd: numeric(
          { title: 'number', from: 1, to: 1e6 },
          'a number of US dollars such as 50',
        ).meta({ description: 'Most that a month may cost, in US dollars; above it synth fails.' }),
      },
      '{ monthlyUsd: 50 }',
    )
      .optional()
      .meta({ description: 'What it may cost; without it, anything.' }),
  },
  '{ prometheus: …, jobs: … }',
);

/** A whole configuration as it came out of `configSchema`. */
export type ConfigInput = z.output<typeof configSchema>;
