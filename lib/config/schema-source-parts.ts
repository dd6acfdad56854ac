import { z } from 'zod';
import { defaultQuantile, defaultStatusLabel, defaultUnit, defaultWords } from './defaults.ts';
import { matchers } from './schema-prometheus.ts';
import { about, flag, map, numeric, oneOrMany, text } from './values.ts';

/** Any UTF-8 name, as Prometheus 3 allows, without characters of PromQL expressions. */
const metricName = (example: string) =>
  text('metric name', /^(?!\d+$)[^\s{}()[\]"'`\\,=]{1,256}$/, `a metric name such as ${example}`);

// Prometheus reserves labels that begin with two underscores.
export const labelName = (example: string) =>
  text('label name', /^(?!__)[A-Za-z_][A-Za-z0-9_]*$/, `a label name such as ${example}`);

const where = matchers(`label matchers such as state="waiting"`)
  .optional()
  .meta(about('Label matchers for this metric only.', 'none'));

const unit = z
  .enum(['s', 'ms'], { error: 's or ms' })
  .optional()
  .meta({ title: 's or ms', ...about('Unit of the metric.', defaultUnit) });

const off = z.literal(false, { error: 'false' });

const describeMetric = (example: string, description: string) =>
  metricName(example).meta({ description });

/** A gauge of entries or of a state. */
export const gaugePart = (example: string, description: string) =>
  z.union(
    [map({ gauge: describeMetric(example, description), where }, `{ gauge: ${example} }`), off],
    {
      error: `false, or a map such as { gauge: ${example} }`,
    },
  );

const stampExample = 'job_last_success_timestamp_seconds';

export const lastSuccess = z.union(
  [
    map(
      {
        gauge: describeMetric(stampExample, 'Gauge with the Unix time of the last success.'),
        unit,
        where,
      },
      `{ gauge: ${stampExample}, unit: s }`,
    ),
    off,
  ],
  { error: `false, or a map such as { gauge: ${stampExample}, unit: s }` },
);

const words = (outcome: keyof typeof defaultWords, meaning: string) =>
  oneOrMany(
    text('text', /^[^\0]*$/, 'a text'),
    'a word or a list of words of the status label such as [ok, completed]',
    0,
  )
    .optional()
    .meta({ title: 'words', ...about(meaning, defaultWords[outcome].join(', ')) });

const statusCounter = (example: string) =>
  map(
    {
      counter: metricName(example)
        .optional()
        .meta({ description: "Counter with a status label. Default: the preset's counter." }),
      status: labelName('status')
        .optional()
        .meta(about('Label that holds the outcome.', defaultStatusLabel)),
      success: words('success', 'Values of the status label that mean success.'),
      failed: words('failed', 'Values that mean failure.'),
      skipped: words(
        'skipped',
        'Values that are neither success nor failure because there was nothing to do.',
      ),
      ignored: words('ignored', 'Values that are not counted, such as started.'),
      where,
    },
    `{ counter: ${example}, status: status, success: [success], failed: [failed] }`,
  );

const separateExample = '{ success: { counter: ok_total }, failed: { counter: failed_total } }';

const counter = (meaning: string) =>
  map({ counter: describeMetric('runs_total', meaning), where }, '{ counter: runs_total }')
    .optional()
    .meta({ description: meaning });

const separateCounters = map(
  {
    success: counter('Counter of what succeeded.'),
    failed: counter('Counter of what failed.'),
    skipped: counter('Counter of what was skipped.'),
    total: counter('Counter of all outcomes.'),
  },
  separateExample,
).superRefine((value, context) => {
  const given = [value.success, value.failed, value.total].filter(part => part !== undefined);
  if (given.length >= 2) return;
  const missing = value.success === undefined ? 'success' : 'failed';
  const message = 'any two of success, failed and total, each such as { counter: runs_total }';
  // `continue: false` keeps the union from choosing this form.
  context.addIssue({ code: 'custom', path: [missing], message, continue: false });
});

/** Runs or items: one counter with a status label, or separate counters. */
export const countersPart = (example: string) =>
  z.union([statusCounter(example), separateCounters, off], {
    error: `false, or a map such as { counter: ${example}, status: status, success: [success], failed: [failed] } or ${separateExample}`,
  });

/** Parsed settings of `countersPart`, without `false`. */
export type CountersInput = Exclude<z.output<ReturnType<typeof countersPart>>, false>;

const histogram = map(
  {
    histogram: describeMetric('run_seconds', 'Histogram of run times, without its suffix _bucket.'),
    native: flag.optional().meta(about('Whether it is a native histogram.', 'false')),
    unit,
    where,
  },
  '{ histogram: run_seconds }',
);

const summary = map(
  {
    summary: describeMetric('run_seconds', 'Summary of run times.'),
    quantile: numeric(
      { title: 'number', from: 0, to: 1 },
      'a quantile from 0 to 1 that the summary exports such as 0.95',
    )
      .optional()
      .meta(about('Quantile that is judged.', defaultQuantile)),
    unit,
    where,
  },
  '{ summary: run_seconds, quantile: 0.95 }',
);

const sumAndCount = map(
  {
    sum: describeMetric('run_seconds_sum', 'Counter of the total duration of all runs.'),
    count: describeMetric('run_seconds_count', 'Counter of the runs.'),
    unit,
    where,
  },
  '{ sum: run_seconds_sum, count: run_seconds_count }',
);

const lastRun = map(
  {
    gauge: describeMetric('last_run_seconds', 'Gauge with the duration of the last run.'),
    unit,
    where,
  },
  '{ gauge: last_run_seconds }',
);

/** Run times as a histogram, summary, sum and count, or gauge. */
export const durationPart = z.union([histogram, summary, sumAndCount, lastRun, off], {
  error: 'false, or a map such as { histogram: run_seconds, unit: s }',
});
